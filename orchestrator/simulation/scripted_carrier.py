"""Reads how phones and the carrier behave in a call script."""

from collections.abc import Mapping
from typing import Final, cast, get_args

from pydantic import ValidationError
from yaml import MappingNode

from hookflash.domain.policy.phone import e164
from hookflash.domain.workspace.names import closest, folded
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.carriers.simulator.behaviour import (
    Does,
    PhoneBehaviour,
    TextBehaviour,
)
from hookflash.orchestrator.simulation.scripted_dialogue import read_seconds
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, read_field

_PHONE: Final = "Write “Front Desk: {does: answer, after: 8}”."


def read_phones(reader: NodeReader, workspace: Workspace | None) -> dict[str, PhoneBehaviour]:
    """Read what each phone does; keys are members' names in the workspace's spelling, or numbers.

    Without a workspace, names cannot be checked and are all accepted.
    """
    if not isinstance(reader.node, MappingNode):
        reader.refuse("phones are expected here, each under its member's name", _PHONE)
        return {}
    phones = reader.fields({}, reader.keys)
    known = {who: phone for who, phone in phones.items() if _is_known(phone, who, workspace)}
    return {_canonical(who, workspace): _behaviour(phone) for who, phone in known.items()}


def read_texts(reader: NodeReader) -> TextBehaviour | None:
    """Read the outcome of the call's texts."""
    fields = reader.fields({"outcome": "delivered"})
    outcome = read_field(fields, "outcome", NodeReader.text, "")
    if not outcome:
        return None
    try:
        return TextBehaviour(outcome=outcome.replace(" ", ""))
    except ValidationError:
        wrong = f"“{outcome}” is not an outcome of a text"
        fields["outcome"].refuse(
            wrong, "Write delivered, undelivered, lost, or fail:30006 with the carrier's code."
        )
        return None


def _behaviour(reader: NodeReader) -> PhoneBehaviour:
    fields = reader.fields({"does": "answer"}, ("after",))
    does = read_field(fields, "does", lambda field: field.choice(get_args(Does)), "ignore")
    return PhoneBehaviour(
        does=cast("Does", does), after=read_field(fields, "after", read_seconds, 0.0)
    )


def _is_known(reader: NodeReader, who: str, workspace: Workspace | None) -> bool:
    """Whether there is such a phone; reports it otherwise."""
    if workspace is None or isinstance(e164(who), str):
        return True
    members = workspace.members
    if folded(who) in map(folded, members):
        return True
    inbox = _found(who, workspace.inboxes)
    few = ", ".join(workspace.inboxes[inbox].members if inbox else sorted(members)) or "none"
    near = closest(who, members)
    if inbox:
        reader.refuse(f"“{inbox}” is an inbox, not a phone", f"Name its members: {few}.")
    else:
        right = f"Did you mean “{near}”?" if near else f"The members are: {few}."
        reader.refuse(f"there is no member “{who}” in {workspace.name}", right)
    return False


def _canonical(who: str, workspace: Workspace | None) -> str:
    """Return the member's name in the workspace's spelling, or the number in E.164."""
    number = e164(who)
    found = _found(who, workspace.members) if workspace else None
    return found or (number if isinstance(number, str) else who)


def _found(name: str, known: Mapping[str, object]) -> str | None:
    return next((one for one in known if folded(one) == folded(name)), None)
