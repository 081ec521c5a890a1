"""Reads a call script, or reports everything that is wrong with it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, cast, get_args

from yaml import ScalarNode

from hookflash.domain.policy.caller_id import called_number, read_caller_id
from hookflash.domain.policy.phone import e164
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.carriers.simulator.behaviour import TextBehaviour
from hookflash.orchestrator.carriers.simulator.script import HangUp, Script
from hookflash.orchestrator.simulation.scripted_carrier import read_phones, read_texts
from hookflash.orchestrator.simulation.scripted_dialogue import (
    is_blank,
    read_keys,
    read_lines,
    read_seconds,
)
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, ReadContext, read_field
from hookflash.orchestrator.workspaces.file.numbers import read_number
from hookflash.orchestrator.workspaces.file.problems import InvalidFile
from hookflash.orchestrator.workspaces.file.source import read_text, read_tree

WorkspaceOf = Callable[[str], Workspace | None]
"""Finds the workspace that owns a number (E.164)."""

_ANONYMOUS: Final = "anonymous"
_ADDRESS: Final = re.compile(r"[@:]")
_OPTIONAL: Final = (
    "test",
    "caller",
    "phones",
    "texts",
    "hang_up",
    "gateway_lost",
    "voicemail",
    "keys",
)
_BEFORE_ANSWER_SECONDS: Final = 0.5
"""When a caller hangs up who does so while it rings; the agent answers after one second."""
_Moment = Literal["conversing", "confirm_transfer", "transferring", "dropped", "voicemail_fallback"]
_HANG_UP: Final = "Write “{after: 95}”, or “{when: transferring}”."


class InvalidScript(InvalidFile):
    """A call script has problems and cannot be played."""


def read_call_script(path: Path | str, workspace_of: WorkspaceOf) -> Script:
    """Read the call script at ``path`` and check it against the workspace it calls.

    Raises :class:`InvalidScript` with every problem in it.
    """
    context = ReadContext(file=str(path), text="")
    script = _script(Path(path), context, workspace_of)
    if script is None or context.problems:
        raise InvalidScript(context.problems)
    return script


def _script(path: Path, context: ReadContext, workspace_of: WorkspaceOf) -> Script | None:
    text = read_text(path, context.problems.append)
    if text is None:
        return None
    tree = read_tree(text, path, context.problems.append, begin='from: "+14155550199"')
    return None if tree is None else _read(NodeReader(context, tree), workspace_of)


def _read(root: NodeReader, workspace_of: WorkspaceOf) -> Script:
    fields = root.fields({"from": '"+14155550199"', "to": '"+14155550100"'}, _OPTIONAL)
    to = read_field(fields, "to", _called, "")
    workspace = workspace_of(to) if to else None
    if to and workspace is None:
        wrong = f"no workspace in this database has the number {to}"
        fields["to"].refuse(wrong, "Apply one that has it first: hookflash apply FILE.yaml")
    return Script(
        from_=read_field(fields, "from", read_caller, None),
        to=to,
        test=read_field(fields, "test", NodeReader.boolean, default=False),
        caller=read_field(fields, "caller", read_lines, ()),
        phones=read_field(fields, "phones", lambda reader: read_phones(reader, workspace), {}),
        texts=read_field(fields, "texts", read_texts, TextBehaviour()),
        hang_up=read_field(fields, "hang_up", _hang_up, None),
        gateway_lost=read_field(fields, "gateway_lost", _hang_up, None),
        voicemail=read_field(fields, "voicemail", NodeReader.text, ""),
        keys=read_field(fields, "keys", read_keys, ()),
    )


def _called(reader: NodeReader) -> str | None:
    """Read the called number in any form that a carrier may send."""
    scalar = isinstance(reader.node, ScalarNode)
    return (called_number(reader.node.value) if scalar else None) or read_number(reader)


def read_caller(reader: NodeReader) -> str | None:
    """Read a caller id as a carrier would send it, but refuse what looks like a slip."""
    text = reader.text()
    kind = read_caller_id(text).kind
    if text is None or kind == "withheld":
        return None
    number = e164(text)
    if kind == "other" and isinstance(number, Problem) and not _ADDRESS.search(text):
        reader.refuse(number.wrong, f"{number.right} A withheld number is “{_ANONYMOUS}”.")
        return None
    return text if isinstance(number, Problem) else number


def _hang_up(reader: NodeReader) -> HangUp | None:
    fields = reader.fields({}, ("after", "when"))
    if len(fields) > 1:
        reader.refuse("“after” and “when” cannot be combined", f"Keep one of them. {_HANG_UP}")
    elif is_blank(reader):
        reader.refuse("the time is missing", _HANG_UP)
    moment = read_field(fields, "when", _moment, None)
    if moment == "ringing":
        return HangUp(after=_BEFORE_ANSWER_SECONDS)
    return HangUp(
        after=read_field(fields, "after", read_seconds, None), when=cast("_Moment | None", moment)
    )


def _moment(reader: NodeReader) -> str | None:
    return reader.choice(("ringing", *get_args(_Moment)))
