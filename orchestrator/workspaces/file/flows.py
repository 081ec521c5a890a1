"""Reads the call flow of a number: the steps of a call to it."""

from collections.abc import Iterator
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
from hookflash.orchestrator.workspaces.file.names import Known, read_names
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, read_field

_KINDS: Final = ("agent", "voicemail")
_GREETING: Final = {"greeting": '"Thanks for calling."'}
_EXAMPLE: Final = "{greeting: …}"


def read_flow(reader: NodeReader, jobs: Known) -> Flow | None:
    """Read a flow and check the order of its steps; ``jobs`` names the jobs it may attach."""
    items = reader.items()
    written = [step for item in items for step in _steps_in(item)]
    steps = [step for kind, content in written if (step := _step(kind, content, jobs))]
    if len(written) < len(items) or not reader.is_list:
        return None
    problems = order_problems([kind for kind, _ in written if kind in _KINDS])
    for problem in problems:
        reader.report(problem)
    return None if problems else Flow(steps=tuple(steps))


def _steps_in(item: NodeReader) -> Iterator[tuple[str, NodeReader]]:
    """Yield kind and content of the step in ``item``; more than one is an error."""
    given: dict[str, str] = {kind: _EXAMPLE for kind in (*_KINDS, "ring") if kind in item.keys}
    fields = item.fields(given, [kind for kind in _KINDS if kind not in given])
    if len(given) > 1:
        item.refuse("one list item holds two steps", "Begin each step with its own “- ”.")
    yield from fields.items()


def _step(kind: str, reader: NodeReader, jobs: Known) -> Step | None:
    if kind == "agent":
        fields = reader.fields(_GREETING, ("jobs",))
        return AgentStep(
            greeting=read_field(fields, "greeting", NodeReader.text, ""),
            jobs=read_field(fields, "jobs", partial(_attached, jobs=jobs), ()),
        )
    if kind == "voicemail":
        greeting = read_field(reader.fields(_GREETING), "greeting", NodeReader.text, "")
        return VoicemailStep(greeting=greeting)
    reader.refuse(f"a {kind} step is not available yet", FLOW_FIX)
    return None


def _attached(reader: NodeReader, jobs: Known) -> tuple[str, ...]:
    names = read_names(reader, jobs)
    if (count := len(reader.items())) > MAX_JOBS_PER_AGENT_STEP:
        wrong = f"{count} jobs are attached to one agent step"
        reader.refuse(wrong, f"Attach at most {MAX_JOBS_PER_AGENT_STEP}.")
    return names
