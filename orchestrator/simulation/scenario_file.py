"""Reads test scenarios from YAML, or reports everything that is wrong with them."""

from collections.abc import Iterator
from json import JSONEncoder
from pathlib import Path
from typing import Any, Final, get_args

from yaml import MappingNode, ScalarNode, SequenceNode

from hookflash.domain.policy.phone import e164
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.names import closest, folded
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.carriers.simulator.behaviour import TextBehaviour
from hookflash.orchestrator.carriers.simulator.script import Script
from hookflash.orchestrator.simulation.call_script import read_caller
from hookflash.orchestrator.simulation.scenario import (
    CALLER,
    MAX_CHARACTERS,
    MAX_SCENARIOS,
    Expectation,
    Scenario,
)
from hookflash.orchestrator.simulation.scripted_carrier import read_phones, read_texts
from hookflash.orchestrator.simulation.scripted_dialogue import read_keys, read_lines
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, ReadContext, read_field
from hookflash.orchestrator.workspaces.file.numbers import read_number
from hookflash.orchestrator.workspaces.file.problems import InvalidFile
from hookflash.orchestrator.workspaces.file.source import decoded, read_text, read_tree
from hookflash.orchestrator.workspaces.file.value_tree import plain_value
from hookflash.projections.calls.outcome import CallOutcome

_NONE: Final = "none"
_OPTIONAL: Final = ("job", "number", "from", "phones", "texts", "keys", "voicemail")
_EXPECTED: Final = ("texts", "transfer", "proposed", "outcome", "said")
_EXAMPLE: Final = {
    "name": "Gets the link",
    "caller": '["I would like to book"]',
    "expect": "{texts: [https://example.com/book]}",
}


class InvalidScenarios(InvalidFile):
    """A file of test scenarios has problems and cannot be run."""


def read_scenarios(path: Path, workspace: Workspace) -> tuple[Scenario, ...]:
    """Read the scenarios at ``path`` and check them against ``workspace``.

    Raises :class:`InvalidScenarios` with every problem in them.
    """
    context = ReadContext(file=str(path), text="")
    return _read(read_text(path, context.problems.append), path, context, workspace)


def scenarios_in(content: bytes, name: str, workspace: Workspace) -> tuple[Scenario, ...]:
    """Like :func:`read_scenarios`, for bytes; ``name`` is used as the file name in problems."""
    context = ReadContext(file=name, text="")
    text = decoded(content, Path(name), context.problems.append)
    return _read(text, Path(name), context, workspace)


def plain_scenarios(content: bytes, name: str, job: str) -> list[dict[str, Any]]:
    """Return scenarios that :func:`scenarios_in` accepts as JSON has them, as tests of ``job``.

    Raises :class:`InvalidScenarios` if one is a test of another job, or a name is used twice.
    """
    context = ReadContext(file=name, text="")
    text = decoded(content, Path(name), context.problems.append)
    tree = read_tree(text, Path(name), context.problems.append, "tests:") if text else None
    plain: list[dict[str, Any]] = []
    if text is not None and tree is not None:
        context.text = text
        for item in _items(NodeReader(context, tree)):
            plain.append(_plain_of(item, job, {one["name"] for one in plain}))
    if context.problems:
        raise InvalidScenarios(context.problems)
    return plain


def saved_scenarios(
    reader: NodeReader, job: str, workspace: Workspace
) -> tuple[dict[str, Any], ...]:
    """Read the list of scenarios of ``job`` at ``reader``; returns them as JSON has them.

    What is wrong is reported to the reader's context.
    """
    problems, plain = reader.context.problems, list[dict[str, Any]]()
    items = reader.items()
    if len(items) > MAX_SCENARIOS:
        reader.refuse(f"the job has {len(items)} scenarios", f"Write at most {MAX_SCENARIOS}.")
        return ()
    for item in items:
        before = len(problems)
        _scenario(item, workspace)
        if len(problems) == before:
            plain.append(_plain_of(item, job, {one["name"] for one in plain}))
    if _is_too_long(plain):
        right = f"Write at most {MAX_CHARACTERS:,} characters of scenarios for a job."
        reader.refuse("the scenarios are too long", right)
    return tuple(plain)


def _is_too_long(plain: list[dict[str, Any]]) -> bool:
    """Whether ``plain`` is too long as JSON, which may be far longer than YAML with aliases."""
    length = 0
    for part in JSONEncoder().iterencode(plain):
        length += len(part)
        if length > MAX_CHARACTERS:
            return True
    return False


def _plain_of(item: NodeReader, job: str, names: set[str]) -> dict[str, Any]:
    plain: dict[str, Any] = plain_value(item.node)
    if folded(plain.pop("job", job)) != folded(job):
        item.refuse(f"this is a test of another job than “{job}”", f"Write “job: {job}”, or none.")
    if plain["name"] in names:
        item.refuse(f"two scenarios are called “{plain['name']}”", "Give each its own name.")
    return plain


def _read(
    text: str | None, path: Path, context: ReadContext, workspace: Workspace
) -> tuple[Scenario, ...]:
    tree = read_tree(text, path, context.problems.append, "tests:") if text is not None else None
    scenarios: tuple[Scenario, ...] = ()
    if text is not None and tree is not None:
        context.text = text
        scenarios = tuple(_scenarios(NodeReader(context, tree), workspace))
    if context.problems:
        raise InvalidScenarios(context.problems)
    return scenarios


def _scenarios(root: NodeReader, workspace: Workspace) -> Iterator[Scenario]:
    for item in _items(root):
        yield _scenario(item, workspace)


def _items(root: NodeReader) -> tuple[NodeReader, ...]:
    """Return the reader of each scenario: a list, a list under ``tests``, or one scenario alone."""
    if isinstance(root.node, SequenceNode):
        items = root.items()
    elif isinstance(root.node, MappingNode) and _EXAMPLE.keys() & {*root.keys}:
        items = (root,)
    else:
        fields = root.fields({"tests": "[{name: …, caller: [...], expect: {...}}]"})
        items = read_field(fields, "tests", NodeReader.items, ())
    if len(items) > MAX_SCENARIOS:
        root.refuse(f"the file holds {len(items)} tests", f"Write at most {MAX_SCENARIOS} a file.")
        return ()
    return items


def _scenario(item: NodeReader, workspace: Workspace) -> Scenario:
    fields = item.fields(_EXAMPLE, _OPTIONAL)
    number = read_field(fields, "number", read_number, "") or next(iter(workspace.numbers), "")
    if number not in workspace.numbers:
        known = ", ".join(workspace.numbers) or "none"
        where = fields.get("number", item)
        where.refuse(f"the workspace has no number {number}".strip(), f"Its numbers: {known}.")
    expected = fields.get("expect")
    expect, never = _expectations(expected, workspace) if expected else (Expectation(),) * 2
    caller = read_field(fields, "from", read_caller, None) if "from" in fields else CALLER
    return Scenario(
        name=read_field(fields, "name", NodeReader.name, ""),
        script=Script(
            from_=caller,
            to=number,
            caller=read_field(fields, "caller", read_lines, ()),
            phones=read_field(fields, "phones", lambda reader: read_phones(reader, workspace), {}),
            texts=read_field(fields, "texts", read_texts, TextBehaviour()),
            voicemail=read_field(fields, "voicemail", NodeReader.text, ""),
            keys=read_field(fields, "keys", read_keys, ()),
        ),
        job=_job(fields["job"], workspace) if "job" in fields else None,
        expect=expect,
        never=never,
    )


def _job(reader: NodeReader, workspace: Workspace) -> str | None:
    name = reader.name()
    known = (*workspace.jobs, *workspace.job_drafts)
    if name is None or name in known:
        return name
    near = closest(name, known)
    right = f"Did you mean “{near}”?" if near else f"Its jobs: {', '.join(known) or 'none'}."
    reader.refuse(f"the workspace has no job “{name}”", right)
    return None


def _expectations(reader: NodeReader, workspace: Workspace) -> tuple[Expectation, Expectation]:
    fields = reader.fields({}, (*_EXPECTED, "not"))
    if not fields and not reader.context.problems:
        reader.refuse("nothing is expected", "Write “{texts: [...]}” or “{transfer: …}”.")
    never = fields["not"].fields({}, _EXPECTED) if "not" in fields else {}
    return _expectation(fields, workspace), _expectation(never, workspace)


def _expectation(fields: dict[str, NodeReader], workspace: Workspace) -> Expectation:
    return Expectation(
        texts=_texts(fields["texts"]) if "texts" in fields else None,
        transfer=_destination(fields.get("transfer"), workspace),
        proposed=_destination(fields.get("proposed"), workspace),
        outcome=read_field(fields, "outcome", _outcome, None),
        said=_lines(fields["said"]) if "said" in fields else (),
    )


def _texts(reader: NodeReader) -> tuple[str, ...]:
    return () if _is_none(reader) else _lines(reader)


def _lines(reader: NodeReader) -> tuple[str, ...]:
    items = (reader,) if isinstance(reader.node, ScalarNode) else reader.items()
    read = (item.text() for item in items)
    return tuple(text for text in read if text)


def _destination(reader: NodeReader | None, workspace: Workspace) -> str | None:
    """Read a member, an inbox or a number as the call names it; empty for none."""
    if reader is None:
        return None
    if _is_none(reader):
        return ""
    text = reader.text() or ""
    known = (*workspace.members, *workspace.inboxes)
    named = next((name for name in known if folded(name) == folded(text)), None)
    number = e164(text)
    if named or not isinstance(number, Problem):
        return named or str(number)
    near = closest(text, known)
    right = f"Did you mean “{near}”?" if near else f"Write one of {', '.join(known) or 'them'}."
    reader.refuse(f"there is no member, inbox, or number “{text}”", f"{right} No transfer: “none”.")
    return None


def _outcome(reader: NodeReader) -> str | None:
    return reader.choice(get_args(CallOutcome))


def _is_none(reader: NodeReader) -> bool:
    return isinstance(reader.node, ScalarNode) and reader.node.value.strip().casefold() == _NONE
