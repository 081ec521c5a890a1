"""The parts of a workspace file that say who may take a call."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from hookflash.domain.policy.dialing import DialingProblem, dialable
from hookflash.domain.workspace.people import (
    DEFAULT_RING_SECONDS,
    MAX_RING_SECONDS,
    MIN_RING_SECONDS,
    Inbox,
    Member,
)
from hookflash.orchestrator.workspaces.file.names import read_names
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, taken

_ring_seconds = partial(NodeReader.whole, least=MIN_RING_SECONDS, most=MAX_RING_SECONDS)


def read_members(items: Iterable[NodeReader], own_numbers: Collection[str]) -> Iterator[Member]:
    """The members that are written without a mistake; ``own_numbers`` may not be theirs."""
    for item in items:
        fields = item.fields(
            {"name": "Front Desk", "phone": '"+14155550100"'},
            ("do_not_disturb", "voicemail", "ring_seconds"),
        )
        name = taken(fields, "name", NodeReader.name, "")
        phone = taken(fields, "phone", partial(_phone, own_numbers=own_numbers), "")
        member = Member(
            name=name,
            phone=phone,
            do_not_disturb=taken(fields, "do_not_disturb", NodeReader.flag, default=False),
            voicemail=taken(fields, "voicemail", NodeReader.text, ""),
            ring_seconds=taken(fields, "ring_seconds", _ring_seconds, DEFAULT_RING_SECONDS),
        )
        if name and phone:
            yield member


def read_inboxes(items: Iterable[NodeReader], members: Collection[str]) -> Iterator[Inbox]:
    """The inboxes that are written without a mistake; ``members`` are those there are."""
    for item in items:
        fields = item.fields({"name": "Scheduling"}, ("members", "voicemail", "ring_seconds"))
        sharing = partial(read_names, known=members, kind="member")
        inbox = Inbox(
            name=taken(fields, "name", NodeReader.name, ""),
            members=taken(fields, "members", sharing, ()),
            voicemail=taken(fields, "voicemail", NodeReader.text, ""),
            ring_seconds=taken(fields, "ring_seconds", _ring_seconds, DEFAULT_RING_SECONDS),
        )
        if inbox.name:
            yield inbox


def _phone(branch: NodeReader, own_numbers: Collection[str]) -> str | None:
    text = branch.text()
    number = dialable(text, own_numbers) if text else None
    if isinstance(number, DialingProblem):
        branch.report(number)
        return None
    return number
