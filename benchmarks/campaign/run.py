"""One run: a plan made from a seed, carried out, and judged."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .stacks import Embedded, Real
from .trouble import FAULTS, KILLS, Event, Kind, Trouble
from .world import World

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi_trusthub.simulator import Control, SimulatedAccount

    from .stacks import Stack, Verb, Victim

TIMEOUT = 2.0
"""Seconds that the client waits for an answer; one that is held back takes longer."""

_REQUESTS = 30
"""Roughly how many requests an up sends: where trouble may strike."""

_MOST_FAULTS = 4


@dataclass
class Report:
    """What a run did and found.

    Attributes:
        seed: What it was made from.
        events: The trouble that really came, by verb.
        problems: What was wrong in the end; nothing, it is hoped.
        text: What the commands said.
    """

    seed: int
    events: list[Event] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        """How many processes were killed."""
        return sum(event.kind in KILLS for event in self.events)

    @property
    def faults(self) -> int:
        """How many faults were met."""
        return len(self.events) - self.kills


class Run:
    """Up with trouble, up without; destroy with trouble, destroy without."""

    def __init__(
        self, seed: int, *, control: Control, account: SimulatedAccount, folder: Path, real: bool
    ) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        self._report = Report(seed)
        self._lags = self._random.random() < 0.3  # noqa: PLR2004 - some of them
        self._world = World(control, account)
        self._folder = folder
        self._engine = Real if real else Embedded

    def report(self) -> Report:
        """Do it all."""
        # What was made just before a kill, and cannot be read yet, nobody can find again.
        self._world.reset(self._random, lag=self._lags)
        with Trouble(self._world.url, patience=TIMEOUT * 1.5) as trouble:
            config = {**self._world.config(), "trusthub:timeout": str(TIMEOUT)}
            config["trusthub:baseUrl"] = trouble.url
            stack: Stack = self._engine(self._folder, config)
            killed = self._troubled(trouble, stack, "up")
            if killed:
                # As the documentation asks for it after a kill.
                stack.config["campaign:adopt"] = "true"
            if self._clean(trouble, stack, "up"):
                self._judge(self._world.whole(stack.resources()))
                self._clean(trouble, stack, "preview")
                kept = self._world.adopted(stack.resources())
                self._troubled(trouble, stack, "destroy")
                if self._clean(trouble, stack, "destroy"):
                    self._judge(self._world.empty(stack.resources(), kept))
            self._report.events = trouble.events
        return self._report

    def _troubled(self, trouble: Trouble, stack: Stack, verb: Verb) -> bool:
        plan = self._plan()
        victim: Victim = self._random.choice(("host", "program"))
        before = len(trouble.events)
        if set(plan.values()) & set(KILLS):
            command = stack.command(verb)
            trouble.plan(plan, lambda: command.kill(victim))
            _, text = command.run(trouble.settled)
        else:
            trouble.plan(plan, lambda: None)
            _, text = stack.run(verb)
        self._report.text.append(f"--- {verb} with {plan} on the {victim}\n{text}")
        return any(event.kind in KILLS for event in trouble.events[before:])

    def _clean(self, trouble: Trouble, stack: Stack, verb: Verb) -> bool:
        trouble.plan({}, lambda: None)
        done, text = stack.run(verb)
        self._report.text.append(f"--- {verb}\n{text}")
        if not done:
            self._report.problems.append(f"a clean {verb} failed")
        return done

    def _plan(self) -> dict[int, Kind]:
        plan: dict[int, Kind] = {}
        for _ in range(self._random.randint(0, _MOST_FAULTS)):
            plan[self._random.randint(1, _REQUESTS)] = self._random.choice(FAULTS)
        if not self._lags and self._random.random() < 0.7:  # noqa: PLR2004 - most of them
            plan[self._random.randint(1, _REQUESTS)] = self._random.choice(KILLS)
        return plan

    def _judge(self, problems: list[Any]) -> None:
        self._report.problems += problems
