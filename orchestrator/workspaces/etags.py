"""The pieces of a workspace that can be edited on their own, and their ETags."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Literal

from pydantic_core import to_json

from hookflash.domain.value import Value
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.errors import Stale
from hookflash.orchestrator.workspaces.forms import (
    CarrierForm,
    FlowForm,
    InboxForm,
    JobForm,
    MemberForm,
    NumberForm,
    carrier_form,
    flow_form,
    inbox_form,
    job_form,
    member_form,
    number_form,
    saved_form_of,
)

Kind = Literal["workspace", "carrier", "member", "inbox", "number", "job", "scenarios", "flow"]
Form = MemberForm | InboxForm | NumberForm | JobForm
ABSENT: Final = "absent"
"""The ETag of a piece that does not exist."""
ANY: Final = "*"
"""Expected instead of an ETag: the piece exists, in any state."""


class JobPiece(Value):
    """A job: its live form (None before it is published) and its draft, if it has one."""

    name: str
    live: JobForm | None = None
    version: int | None = None
    draft: JobForm | None = None

    @property
    def newest(self) -> JobForm | None:
        """The form that an editor opens: the draft, or the live one."""
        return self.draft or self.live


class ScenariosPiece(Value):
    """The saved scenarios of a job, each as a test file has it, without the name of the job."""

    job: str
    scenarios: tuple[dict[str, Any], ...] = ()


class FlowPiece(Value):
    """The call flow of a number: its live form and its draft, if it has one."""

    number: str
    live: FlowForm
    version: int
    draft: FlowForm | None = None

    @property
    def newest(self) -> FlowForm:
        """The form that an editor opens: the draft, or the live one."""
        return self.live if self.draft is None else self.draft


def carrier_piece(workspace: Workspace, name: str) -> CarrierForm | None:
    """Return the carrier with that name, or None."""
    carrier = workspace.carriers.get(name)
    return carrier_form(carrier) if carrier else None


def member_piece(workspace: Workspace, name: str) -> MemberForm | None:
    """Return the member with that name, or None."""
    member = workspace.members.get(name)
    return member_form(member) if member else None


def inbox_piece(workspace: Workspace, name: str) -> InboxForm | None:
    """Return the inbox with that name, or None."""
    inbox = workspace.inboxes.get(name)
    return inbox_form(inbox) if inbox else None


def number_piece(workspace: Workspace, number: str) -> NumberForm | None:
    """Return a number (E.164), or None if the workspace does not own it."""
    found = workspace.numbers.get(number)
    return number_form(found, workspace.flows[number]) if found else None


def job_piece(workspace: Workspace, name: str) -> JobPiece | None:
    """Return the job with that name, published or not, or None."""
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
    """Return all jobs; those that were never published come last."""
    names = dict.fromkeys((*workspace.jobs, *workspace.job_drafts))
    found = (job_piece(workspace, name) for name in names)
    return tuple(piece for piece in found if piece)


def scenarios_piece(workspace: Workspace, name: str) -> ScenariosPiece | None:
    """Return the scenarios of the job with that name, published or not; None without that job."""
    if name not in workspace.jobs and name not in workspace.job_drafts:
        return None
    kept = workspace.scenarios.get(name, ())
    return ScenariosPiece(job=name, scenarios=tuple(map(dict, kept)))


def flow_piece(workspace: Workspace, number: str) -> FlowPiece | None:
    """Return the call flow of a number (E.164), or None if the workspace does not own it."""
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
    """Return the piece, or None; ``key`` is its name or number (E.164)."""
    return _FINDERS[kind](workspace, key) if workspace else None


def etag_of(piece: Any) -> str:
    """Return a hash of a piece's state; ``ABSENT`` for None."""
    return ABSENT if piece is None else sha256(to_json(piece)).hexdigest()[:16]


@dataclass(frozen=True)
class Target:
    """The piece to change and its expected ETag; without one, any state is accepted."""

    workspace: str
    kind: Kind
    key: str
    expected: str | None = None

    @property
    def what(self) -> str:
        """The piece in words, for error messages."""
        return f"{self.kind} “{self.key}”"

    def is_in(self, now: Workspace) -> bool:
        """Whether the piece exists in ``now``."""
        return find(now, self.kind, self.key) is not None

    def check(self, now: Workspace | None) -> None:
        """Raise ``Stale`` if the piece does not have the expected ETag."""
        if self.expected is None:
            return
        actual = etag_of(find(now, self.kind, self.key))
        if self.expected == ANY and actual != ABSENT:
            return
        if self.expected != actual:
            raise Stale(self.what)


_FINDERS: Final[dict[Kind, Callable[[Workspace, str], Value | None]]] = {
    "workspace": lambda workspace, _: saved_form_of(workspace),
    "carrier": carrier_piece,
    "member": member_piece,
    "inbox": inbox_piece,
    "number": number_piece,
    "job": job_piece,
    "scenarios": scenarios_piece,
    "flow": flow_piece,
}
