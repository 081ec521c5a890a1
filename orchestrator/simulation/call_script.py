"""Reading a call script: all of it, or every reason why not."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, cast, get_args

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
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, Sheet, taken
from hookflash.orchestrator.workspaces.file.numbers import read_number
from hookflash.orchestrator.workspaces.file.problems import InvalidFile
from hookflash.orchestrator.workspaces.file.source import read_text, read_tree

WorkspaceOf = Callable[[str], Workspace | None]
"""Finds the workspace that has a number (E.164)."""

_ANONYMOUS: Final = "anonymous"
_OPTIONAL: Final = ("test", "caller", "phones", "texts", "hang_up", "voicemail", "keys")
_BEFORE_THE_ANSWER: Final = 0.5
"""Seconds, to hang up while it rings: the agent picks up after one."""
_Moment = Literal["conversing", "confirm_transfer", "transferring", "dropped", "voicemail_fallback"]
_HANG_UP: Final = "Write “{after: 95}”, or “{when: transferring}”."


class InvalidScript(InvalidFile):
    """A call script that may not be played."""


def read_call_script(path: Path | str, workspace_of: WorkspaceOf) -> Script:
    """Read the call script at ``path`` and check it against the workspace it calls.

    Raises :class:`InvalidScript` with everything that is wrong with it.
    """
    sheet = Sheet(file=str(path), text="")
    script = _script(Path(path), sheet, workspace_of)
    if script is None or sheet.problems:
        raise InvalidScript(sheet.problems)
    return script


def _script(path: Path, sheet: Sheet, workspace_of: WorkspaceOf) -> Script | None:
    text = read_text(path, sheet.problems.append)
    if text is None:
        return None
    tree = read_tree(text, path, sheet.problems.append, begin='from: "+14155550199"')
    return None if tree is None else _read(NodeReader(sheet, tree), workspace_of)


def _read(root: NodeReader, workspace_of: WorkspaceOf) -> Script:
    fields = root.fields({"from": '"+14155550199"', "to": '"+14155550100"'}, _OPTIONAL)
    to = taken(fields, "to", read_number, "")
    workspace = workspace_of(to) if to else None
    if to and workspace is None:
        wrong = f"{to} is no number of a workspace in this database"
        fields["to"].refuse(wrong, "Apply a workspace that has it first: hookflash apply FILE.yaml")
    return Script(
        from_=taken(fields, "from", _caller_id, None),
        to=to,
        test=taken(fields, "test", NodeReader.flag, default=False),
        caller=taken(fields, "caller", read_lines, ()),
        phones=taken(fields, "phones", lambda branch: read_phones(branch, workspace), {}),
        texts=taken(fields, "texts", read_texts, TextBehaviour()),
        hang_up=taken(fields, "hang_up", _hang_up, None),
        voicemail=taken(fields, "voicemail", NodeReader.text, ""),
        keys=taken(fields, "keys", read_keys, ()),
    )


def _caller_id(branch: NodeReader) -> str | None:
    text = branch.text()
    if text is None or text.casefold() == _ANONYMOUS:
        return None
    number = e164(text)
    if isinstance(number, Problem):
        branch.refuse(number.wrong, f"{number.right} A withheld number is “{_ANONYMOUS}”.")
        return None
    return number


def _hang_up(branch: NodeReader) -> HangUp | None:
    fields = branch.fields({}, ("after", "when"))
    if len(fields) > 1:
        branch.refuse("“after” and “when” stand together", f"Keep one of them. {_HANG_UP}")
    elif is_blank(branch):
        branch.refuse("it does not say when", _HANG_UP)
    moment = taken(fields, "when", _moment, None)
    if moment == "ringing":
        return HangUp(after=_BEFORE_THE_ANSWER)
    return HangUp(
        after=taken(fields, "after", read_seconds, None), when=cast("_Moment | None", moment)
    )


def _moment(branch: NodeReader) -> str | None:
    return branch.choice(("ringing", *get_args(_Moment)))
