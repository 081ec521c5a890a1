"""The part of a workspace file that says what a call to a number walks through."""

from collections.abc import Collection, Iterator
from functools import partial
from typing import Final

from hookflash.domain.flow.flow import (
    FLOW_FIX,
    AgentStep,
    Flow,
    Step,
    VoicemailStep,
    order_problems,
)
from hookflash.domain.job.job import MAX_JOBS_PER_AGENT_STEP
from hookflash.orchestrator.workspaces.file.names import read_names
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, taken

_KINDS: Final = ("agent", "voicemail")
_GREETING: Final = {"greeting": '"Thanks for calling."'}
_EXAMPLE: Final = "{greeting: …}"


def read_flow(branch: NodeReader, jobs: Collection[str]) -> Flow | None:
    """A flow whose steps stand in order; ``jobs`` are those that may be attached."""
    items = branch.items()
    written = [step for item in items for step in _written(item)]
    steps = [step for kind, place in written if (step := _step(kind, place, jobs))]
    if len(written) < len(items) or not branch.is_list:
        return None
    problems = order_problems([kind for kind, _ in written if kind in _KINDS])
    for problem in problems:
        branch.report(problem)
    return None if problems else Flow(steps=tuple(steps))


def _written(item: NodeReader) -> Iterator[tuple[str, NodeReader]]:
    """The kind and the content of the one step in ``item``."""
    given: dict[str, str] = {kind: _EXAMPLE for kind in (*_KINDS, "ring") if kind in item.keys}
    fields = item.fields(given, [kind for kind in _KINDS if kind not in given])
    if len(given) > 1:
        item.refuse("two steps stand after one dash", "Write each after a dash of its own.")
    yield from fields.items()


def _step(kind: str, branch: NodeReader, jobs: Collection[str]) -> Step | None:
    if kind == "agent":
        fields = branch.fields(_GREETING, ("jobs",))
        return AgentStep(
            greeting=taken(fields, "greeting", NodeReader.text, ""),
            jobs=taken(fields, "jobs", partial(_attached, jobs=jobs), ()),
        )
    if kind == "voicemail":
        greeting = taken(branch.fields(_GREETING), "greeting", NodeReader.text, "")
        return VoicemailStep(greeting=greeting)
    branch.refuse(f"a {kind} step is not available yet", FLOW_FIX)
    return None


def _attached(branch: NodeReader, jobs: Collection[str]) -> tuple[str, ...]:
    names = read_names(branch, jobs, "job")
    if (count := len(branch.items())) > MAX_JOBS_PER_AGENT_STEP:
        wrong = f"{count} jobs are attached to one agent step"
        branch.refuse(wrong, f"Attach at most {MAX_JOBS_PER_AGENT_STEP}.")
    return names
