"""Previews what publishing a call flow would change."""

from hookflash.domain.value import Value
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.forms import FlowForm, flow_form


class GreetingChange(Value):
    """The changed greeting of a step; ``before`` or ``after`` is None if it has no such step."""

    step: str
    before: str | None
    after: str | None


class FlowPreview(Value):
    """The difference from the live flow, and the ``problems`` that prevent publishing."""

    number: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reordered: bool = False
    """Whether the jobs that stay change their order."""
    greetings: tuple[GreetingChange, ...] = ()
    problems: tuple[PieceProblem, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether publishing would change anything."""
        return bool(self.added or self.removed or self.reordered or self.greetings)


def preview(
    now: Workspace, number: str, flow: FlowForm, problems: tuple[PieceProblem, ...]
) -> FlowPreview:
    """Compare ``flow``, which has ``problems``, with the live flow of ``number``."""
    live = flow_form(now.flows[number])
    before, after = _jobs(live), _jobs(flow)
    kept = [job for job in after if job in before]
    return FlowPreview(
        number=number,
        added=tuple(job for job in after if job not in before),
        removed=tuple(job for job in before if job not in after),
        reordered=kept != [job for job in before if job in after],
        greetings=_greetings(live, flow),
        problems=problems,
    )


def _jobs(flow: FlowForm) -> list[str]:
    steps = (step for entry in flow for step in entry.values())
    return [job for step in steps for job in step.jobs or ()]


def _greetings(live: FlowForm, flow: FlowForm) -> tuple[GreetingChange, ...]:
    before, after = _by_step(live), _by_step(flow)
    return tuple(
        GreetingChange(step=step, before=before.get(step), after=after.get(step))
        for step in dict.fromkeys((*before, *after))
        if before.get(step) != after.get(step)
    )


def _by_step(flow: FlowForm) -> dict[str, str]:
    return {kind: step.greeting for entry in flow for kind, step in entry.items()}
