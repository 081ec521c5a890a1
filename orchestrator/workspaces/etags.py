"""The pieces of a workspace that are edited one by one, each with its ETag."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Literal

from pydantic_core import to_json

from hookflash.domain.value import Value
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.errors import Stale
from hookflash.orchestrator.workspaces.forms import (
    FlowForm,
    InboxForm,
    JobForm,
    MemberForm,
    NumberForm,
    flow_form,
    form_of,
    inbox_form,
    job_form,
    member_form,
    number_form,
)

Kind = Literal["workspace", "member", "inbox", "number", "job", "flow"]
Form = MemberForm | InboxForm | NumberForm | JobForm
ABSENT: Final = "absent"
"""The ETag of what is not there."""
ANY: Final = "*"
"""Stands for the ETag of whatever is there."""


class JobPiece(Value):
    """A job: what calls are given (None before it is published), and its draft, if it has one."""

    name: str
    live: JobForm | None = None
    version: int | None = None
    draft: JobForm | None = None

    @property
    def newest(self) -> JobForm | None:
        """What an editor opens with."""
        return self.draft or self.live


class FlowPiece(Value):
    """The call flow of a number: what callers walk through, and its draft, if it has one."""

    number: str
    live: FlowForm
    version: int
    draft: FlowForm | None = None

    @property
    def newest(self) -> FlowForm:
        """What an editor opens with."""
        return self.live if self.draft is None else self.draft


def member_piece(workspace: Workspace, name: str) -> MemberForm | None:
    """A member, None if there is none of that name."""
    member = workspace.members.get(name)
    return member_form(member) if member else None


def inbox_piece(workspace: Workspace, name: str) -> InboxForm | None:
    """An inbox, None if there is none of that name."""
    inbox = workspace.inboxes.get(name)
    return inbox_form(inbox) if inbox else None


def number_piece(workspace: Workspace, number: str) -> NumberForm | None:
    """A number (E.164), None if it is not the workspace's."""
    found = workspace.numbers.get(number)
    return number_form(found, workspace.flows[number]) if found else None


def job_piece(workspace: Workspace, name: str) -> JobPiece | None:
    """A job, published or not, None if there is none of that name."""
    live, draft = workspace.jobs.get(name), workspace.job_drafts.get(name)
    if live is None and draft is None:
        return None
    return JobPiece(
        name=name,
        live=job_form(live) if live else None,
        version=live.version if live else None,
        draft=job_form(draft) if draft else None,
    )


def job_pieces(workspace: Workspace) -> tuple[JobPiece, ...]:
    """All jobs, those that were never published last."""
    names = dict.fromkeys((*workspace.jobs, *workspace.job_drafts))
    found = (job_piece(workspace, name) for name in names)
    return tuple(piece for piece in found if piece)


def flow_piece(workspace: Workspace, number: str) -> FlowPiece | None:
    """The call flow of a number (E.164), None if it is not the workspace's."""
    live, draft = workspace.flows.get(number), workspace.flow_drafts.get(number)
    if live is None:
        return None
    return FlowPiece(
        number=number,
        live=flow_form(live),
        version=live.version,
        draft=flow_form(draft) if draft else None,
    )


def find(workspace: Workspace | None, kind: Kind, key: str) -> Value | None:
    """The piece of that kind, None if there is none; ``key`` is its name or number (E.164)."""
    return _FINDING[kind](workspace, key) if workspace else None


def etag_of(piece: Any) -> str:
    """What tells one state of a piece from all others; ``ABSENT`` for None."""
    return ABSENT if piece is None else sha256(to_json(piece)).hexdigest()[:16]


@dataclass(frozen=True)
class Target:
    """The piece that a change is about, and the ETag it is expected to have; None for any."""

    workspace: str
    kind: Kind
    key: str
    expected: str | None = None

    @property
    def what(self) -> str:
        """The piece, in words."""
        return f"{self.kind} “{self.key}”"

    def is_in(self, now: Workspace) -> bool:
        """Whether there is such a piece."""
        return find(now, self.kind, self.key) is not None

    def check(self, now: Workspace | None) -> None:
        """Raise ``Stale`` if the piece is not as expected."""
        actual = etag_of(find(now, self.kind, self.key))
        if self.expected == ANY and actual != ABSENT:
            return
        if self.expected not in (None, actual):
            raise Stale(self.what)


_FINDING: Final[dict[Kind, Callable[[Workspace, str], Value | None]]] = {
    "workspace": lambda workspace, _: form_of(workspace),
    "member": member_piece,
    "inbox": inbox_piece,
    "number": number_piece,
    "job": job_piece,
    "flow": flow_piece,
}
