"""One run: a plan made from a seed, carried out, and judged."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .stacks import Embedded, Pulumi
from .trouble import FAULTS, KILLS, Event, Kind, Trouble
from .world import ADOPTABLE, World

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi_trusthub.simulator import Control, SimulatedAccount

    from .stacks import Blow, Stack, Verb

ENGINES: dict[str, type[Embedded | Pulumi]] = {"embedded": Embedded, "pulumi": Pulumi}

TIMEOUT = 2.0
"""Seconds that the client waits for an answer; one that is held back takes longer."""

READ_LAG = 4.0
"""Seconds for which the client expects reads to lag behind; more than they do."""

_REQUESTS = {"up": 30, "destroy": 16}
"""Roughly how many requests a verb sends: where trouble may strike."""

_MOST_FAULTS = 4


@dataclass
class Report:
    """What a run did and found.

    Attributes:
        seed: What it was made from.
        events: The trouble that really came, by verb.
        blows: How often which blow was struck.
        problems: What was wrong in the end; nothing, it is hoped.
        text: What the commands said.
    """

    seed: int
    events: list[Event] = field(default_factory=list)
    blows: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def met(self) -> Counter[str]:
        """What it met: each blow by its name, and all faults together."""
        faults = sum(event.kind in FAULTS for event in self.events)
        return self.blows + Counter({"fault": faults})


class Run:
    """Up with trouble, up without; destroy with trouble, destroy without."""

    def __init__(
        self, seed: int, *, control: Control, account: SimulatedAccount, folder: Path, engine: str
    ) -> None:
        """Prepare a run.

        Args:
            seed: What it is made from.
            control: Of its simulator.
            account: The account that it is about.
            folder: Where it keeps its state.
            engine: `embedded` or `pulumi`.
        """
        self._random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        self._report = Report(seed)
        self._lags = self._random.random() < 0.3  # noqa: PLR2004 - some of them
        self._world = World(control, account)
        self._folder = folder
        self._engine = ENGINES[engine]
        self._blow: Blow | None = None

    def report(self) -> Report:
        """Do it all."""
        # What was made just before a kill, and cannot be read yet, nobody can find again.
        self._world.reset(self._random, lag=self._lags)
        with Trouble(self._world.url, patience=TIMEOUT * 1.5) as trouble:
            config = {**self._world.config(), "trusthub:timeout": str(TIMEOUT)}
            config["trusthub:readLag"] = str(READ_LAG)
            config["trusthub:baseUrl"] = trouble.url
            stack: Stack = self._engine(self._folder, config)
            try:
                self._live(trouble, stack)
            finally:
                self._report.problems += stack.close()
            self._report.events = trouble.events
        return self._report

    def _live(self, trouble: Trouble, stack: Stack) -> None:
        """Make everything, and take it down again; whatever is interrupted, heal as documented."""
        self._troubled(trouble, stack, "up")
        interrupted = self._world.interrupted(stack.export()["deployment"])
        forgotten = ADOPTABLE if self._blow in stack.forgets else ()
        stack.config["campaign:adopt"] = " ".join({*interrupted, *forgotten})
        if not self._clean(trouble, stack, "up"):
            return
        if interrupted:
            self._clean(trouble, stack, "refresh", clear_pending_creates=True)
        self._clean(trouble, stack, "preview")
        found = stack.export()["deployment"]
        self._report.problems += self._world.whole(found)
        kept = self._world.adopted(found)
        self._troubled(trouble, stack, "destroy")
        if self._clean(trouble, stack, "destroy"):
            self._report.problems += self._world.empty(stack.export()["deployment"], kept)

    def _troubled(self, trouble: Trouble, stack: Stack, verb: Verb) -> None:
        """Run a verb in trouble."""
        blow: Blow = self._random.choice(stack.blows)
        plan = self._plan(blow, _REQUESTS[verb])
        before = len(trouble.events)
        if set(plan.values()) & {*KILLS, "meanwhile"}:
            command = stack.command(verb)
            trouble.plan(plan, lambda: command.strike(blow))
            _, said = command.run(trouble.settled)
        else:
            trouble.plan(plan, lambda: None)
            said = stack.run(verb)[1].text
        self._report.text.append(f"--- {verb} with {plan} and {blow}\n{said}")
        struck = any(event.kind not in FAULTS for event in trouble.events[before:])
        self._blow = blow if struck else None
        if struck:
            self._report.blows[blow] += 1
        if struck and blow == "command":
            # It has left its lock.
            stack.cancel()

    def _clean(self, trouble: Trouble, stack: Stack, verb: Verb, **options: bool) -> bool:
        trouble.plan({}, lambda: None)
        done, result = stack.run(verb, **options)
        self._report.text.append(f"--- {verb}\n{result.text}")
        if not done:
            self._report.problems.append(f"a clean {verb} failed")
        elif verb == "preview" and not result.nothing_to_do:
            self._report.problems.append(f"a preview after it wants {dict(result.changes)}")
        return done

    def _plan(self, blow: Blow, requests: int) -> dict[int, Kind]:
        plan: dict[int, Kind] = {}
        for _ in range(self._random.randint(0, _MOST_FAULTS)):
            plan[self._random.randint(1, requests)] = self._random.choice(FAULTS)
        if not self._lags and self._random.random() < 0.7:  # noqa: PLR2004 - most of them
            kills = blow in {"host", "program", "command"}
            kind: Kind = self._random.choice(KILLS) if kills else "meanwhile"
            plan[self._random.randint(1, requests)] = kind
        return plan
