"""Plans the steps between declared resources and the state.

One registration at a time, as in the engine: check, then diff, then the plan.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pulumi_trusthub.testing.providers.host import Diff, DiffUnavailableError, ProviderError
from pulumi_trusthub.testing.values.property_paths import replacing, with_ignored
from pulumi_trusthub.testing.values.property_values import UNKNOWN, contains_unknown, plain, shown
from pulumi_trusthub.testing.values.urns import DYNAMIC, make_urn, package_of, provider_urn, type_of

from .dependency_graph import layers
from .deployment import Deployment, Step
from .registration import Goal, alias_urns
from .replacements import Decisions, ProtectedDependantError, dependants_first

if TYPE_CHECKING:
    from pulumi_trusthub.testing.providers.host import Provider
    from pulumi_trusthub.testing.providers.registry import ProviderOfProviders
    from pulumi_trusthub.testing.values.property_values import Properties
    from pulumi_trusthub.testing.values.state import State

    from .executor import Executor


class Refused(ProviderError):  # noqa: N818 - the user has seen the error already
    """A resource cannot go on, for reasons that the user has seen."""


class Generator:
    """Plans steps, and remembers the plans so far."""

    def __init__(self, deployment: Deployment, executor: Executor) -> None:
        self._deployment = deployment
        self._decisions = Decisions(base=deployment.snapshot.base, deleting=executor.deleting)
        self._seen: set[str] = set()
        self._aliased: dict[str, str] = {}
        """The resource that took an old name, by the old name."""
        self._found_as: dict[str, str] = {}
        """The old name under which a resource was found, by the resource."""

    def name(self, goal: Goal) -> str:
        """Give the URN of a declared resource."""
        deployment = self._deployment
        return make_urn(
            stack=deployment.stack,
            project=deployment.project,
            type_=goal.type,
            name=goal.name,
            parent=goal.parent,
        )

    def register(self, goal: Goal) -> list[Step]:
        """Plan the steps for a resource that the program declares."""
        urn = self._claim(goal)
        old, alias = self._find(urn, goal)
        new = goal.state(urn, alias)
        self._decisions.news[urn] = new
        recreating = self._decisions.deleting.get(urn, False)
        anew = old is None or recreating or old.external or self._targeted(urn)
        provider = self._deployment.registry.of(new)
        if provider is not None:
            olds = {} if old is None or anew else old.inputs
            ignored = old is not None and not anew
            news = with_ignored(goal.inputs, olds, goal.ignore_changes) if ignored else goal.inputs
            new.inputs = self._checked(provider, new, olds, news)
        if old is None:
            self._decisions.taken[urn] = "create"
            return [Step("create", new=new)]
        if recreating:
            self._decisions.deleting.pop(urn, None)
            self._decisions.taken[urn] = "replace"
            # The engine names the reasons only where the new object is created.
            keys = self._decisions.keys.get(urn, ())
            return [
                Step("replace", old=old, new=new),
                Step("create-replacement", old=old, new=new, keys=keys),
            ]
        if old.external:
            # The object was only read so far: it is created, and the read entry dropped.
            self._decisions.taken[urn] = "create"
            return _replacement(old, new, (), later=True)
        return self._compared(goal, old, new, provider) or self._same(old, new)

    def read(self, goal: Goal) -> list[Step]:
        """Plan the steps for a resource that the program only reads."""
        urn = self._claim(goal)
        old, alias = self._find(urn, goal)
        new = goal.state(urn, alias)
        new.external = True
        if not new.id:
            raise ProviderError(f"Expected an ID for {urn}")
        self._decisions.news[urn] = new
        if self._deployment.preview and any(
            self._decisions.taken.get(needed) in {"create", "replace"}
            for needed in new.dependencies
        ):
            new.id = UNKNOWN  # no provider is called: a dependency does not exist yet
        if old is not None and not old.external and old.id != goal.id:
            self._decisions.taken[urn] = "replace"
            return [
                Step("read-replacement", old=old, new=new, later=True),
                Step("replace", old=old, new=new, later=True),
            ]
        self._decisions.taken[urn] = "read"
        return [Step("read", old=old, new=new)]

    def deletes(self) -> list[list[Step]]:
        """List the resources that are no longer declared, in the groups of their deletion."""
        steps: dict[int, Step] = {}
        for state in self._decisions.base:
            if id(state) in self._decisions.deleted_early:
                if not state.pending_replacement or self._decisions.taken.get(state.urn):
                    continue
                kind = "remove-pending-replace"  # pending, and no longer declared
            elif state.delete:
                kind = "discard-replaced" if state.external else "delete-replaced"
            elif self._taken(state.urn):
                continue
            elif state.pending_replacement:
                kind = "remove-pending-replace"
            else:
                kind = "discard" if state.external else "delete"
            self._decisions.deleting[state.urn] = True
            self._deployment.registry.ensure_from(state.provider, self._decisions.base)
            steps[id(state)] = Step(kind, old=state)
        condemned = [state for state in self._decisions.base if id(state) in steps]
        return [
            [steps[id(state)] for state in layer]
            for layer in layers(self._decisions.base, condemned)
        ]

    def _claim(self, goal: Goal) -> str:
        self._deployment.check_cancelled()
        if goal.parent and goal.parent not in self._seen:
            raise ProviderError(f"could not find parent resource {goal.parent}")
        urn = self.name(goal)
        if urn in self._seen:
            raise self._refusal(urn, f"Duplicate resource URN '{urn}'; try giving it a unique name")
        self._seen.add(urn)
        return urn

    def _refusal(self, urn: str, *messages: str) -> Refused:
        for message in messages:
            self._deployment.fail(urn, message)
        return Refused(messages[-1])

    def _taken(self, urn: str) -> bool:
        decision = self._decisions.taken.get(self._aliased.get(urn, urn))
        return decision is not None and decision != "create"

    def _targeted(self, urn: str) -> bool:
        return urn in self._deployment.replace_targets

    def _find(self, urn: str, goal: Goal) -> tuple[State | None, str]:
        if urn in self._aliased:
            raise self._refusal(
                urn,
                f"Duplicate resource URN '{urn}' conflicting with alias on resource with URN "
                f"'{self._aliased[urn]}'",
            )
        if urn in self._decisions.olds:
            return self._decisions.olds[urn], ""
        deployment = self._deployment
        for alias in alias_urns(
            goal, stack=deployment.stack, project=deployment.project, found_as=self._found_as
        ):
            if alias not in self._decisions.olds or alias == urn:
                continue
            other = alias if alias in self._seen else self._aliased.get(alias)
            if other is not None:
                raise self._refusal(
                    urn,
                    f"Duplicate resource alias '{alias}' applied to resource with URN '{urn}' "
                    f"conflicting with resource with URN '{other}'",
                )
            self._aliased[alias] = urn
            self._found_as[urn] = alias
            return self._decisions.olds[alias], alias
        return None, ""

    def _checked(
        self,
        provider: Provider | ProviderOfProviders,
        new: State,
        olds: Properties,
        news: Properties,
    ) -> Properties:
        inputs, failures = provider.check(new.urn, olds, news)
        if not failures:
            return inputs
        who, name = new.type, new.urn.rpartition("::")[2]
        raise self._refusal(
            new.urn,
            *(
                f"{who} resource '{name}': property {property_} value "
                f"{{{shown(new.inputs.get(property_))}}} has a problem: {reason}"
                if property_
                else f"{who} resource '{name}' has a problem: {reason}"
                for property_, reason in failures
            ),
        )

    def _same(self, old: State, new: State) -> list[Step]:
        self._decisions.taken[new.urn] = "same"
        return [Step("same", old=old, new=new)]

    def _compared(
        self, goal: Goal, old: State, new: State, provider: Provider | ProviderOfProviders | None
    ) -> list[Step]:
        triggered = self._triggered(old, new)
        try:
            diff = Diff(changes=True) if triggered else self._diff(old, new, provider)
        except DiffUnavailableError as error:
            self._deployment.say("warning", new.urn, str(error))
            diff = Diff(changes=True)
        if (diff.changes or old.pending_replacement) and (
            diff.replaces or triggered or old.pending_replacement
        ):
            return self._replaced(goal, old, new, diff, provider)
        if diff.changes or old.init_errors:
            self._decisions.taken[new.urn] = "update"
            return [Step("update", old=old, new=new, differs=diff.changed)]
        return []

    def _triggered(self, old: State, new: State) -> bool:
        before, now = plain(old.replacement_trigger), plain(new.replacement_trigger)
        if contains_unknown(now) and not self._deployment.preview:
            raise ProviderError(f"replacement trigger contains unknowns for {new.urn}")
        if contains_unknown(before) or contains_unknown(now):
            return True
        return before is not None and now is not None and before != now

    def _diff(
        self, old: State, new: State, provider: Provider | ProviderOfProviders | None
    ) -> Diff:
        replaced = {urn for urn, decision in self._decisions.taken.items() if decision == "replace"}
        if self._targeted(new.urn):
            return Diff(changes=True, replaces=("id",))
        if replaced.intersection(new.replace_with):
            return Diff(changes=True, replaces=("replaceWith",))
        if new.deleted_with in replaced:
            return Diff(changes=True, replaces=("deletedWith",))
        if self._provider_replaces(old, new):
            return Diff(changes=True, replaces=("provider",))
        if provider is None:
            return Diff(changes=old.inputs != new.inputs)
        diff = provider.diff(
            new.urn, old.id, old_inputs=old.inputs, olds=old.outputs, news=new.inputs
        )
        also = replacing(diff.changed, new.replace_on_changes) if diff.changes else set()
        return replace(diff, replaces=tuple(sorted({*diff.replaces, *also}))) if also else diff

    def _provider_replaces(self, old: State, new: State) -> bool:
        """Whether another provider replaces the resource: the new one is asked."""
        if old.provider == new.provider:
            return False
        before, now = provider_urn(old.provider), provider_urn(new.provider)
        if not before or not now:
            return True
        if package_of(type_of(now)) == DYNAMIC or self._aliased.get(before) == now:
            return False
        known, other = self._decisions.olds[before], self._decisions.news[now]
        diff = self._deployment.registry.configured(new.provider).diff_config(
            now, old_inputs=known.inputs, olds=known.outputs, news=other.inputs
        )
        return bool(diff.replaces)

    def _replaced(
        self,
        goal: Goal,
        old: State,
        new: State,
        diff: Diff,
        provider: Provider | ProviderOfProviders | None,
    ) -> list[Step]:
        if new.protect and old.protect:
            message = (
                f'unable to replace resource "{new.urn}"\nas it is currently marked for '
                "protection. To unprotect the resource, remove the `protect` flag from the "
                "resource in your Pulumi program and run `pulumi up`"
            )
            self._deployment.fail(new.urn, message, cancel=not self._deployment.preview)
            if not self._deployment.preview:
                raise Refused(message)
        self._decisions.taken[new.urn] = "replace"
        if provider is not None and not self._targeted(new.urn):
            # State carried over from the old object must not be in the new one.
            new.inputs = self._checked(provider, new, {}, goal.inputs)
        early = diff.delete_before_replace
        if goal.delete_before_replace is not None:
            early = goal.delete_before_replace
        if not early:
            # A pending replacement was deleted by a deployment that failed halfway.
            return _replacement(old, new, diff.replaces, later=not old.pending_replacement)
        try:
            steps = dependants_first(self._decisions, self._deployment, old, new.urn)
        except ProtectedDependantError as error:
            raise self._refusal(new.urn, str(error)) from None
        if not old.pending_replacement:
            self._deployment.registry.ensure_from(old.provider, self._decisions.base)
            self._decisions.deleting[old.urn] = True
            steps.append(Step("delete-replaced", old=old, later=True))
        return [*steps, *_replacement(old, new, diff.replaces, later=False)]


def _replacement(old: State, new: State, keys: tuple[str, ...], *, later: bool) -> list[Step]:
    create = Step("create-replacement", old=old, new=new, keys=keys, later=later)
    mark = Step("replace", old=old, new=new, keys=keys, later=later)
    return [create, mark] if later else [mark, create]
