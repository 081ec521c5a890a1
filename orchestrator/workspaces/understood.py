"""Each action of a job as it will run, so that its author can see what was understood."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hookflash.domain.job.action import Destination, SendSms, TransferCall
from hookflash.domain.job.job import Job
from hookflash.domain.policy.segments import Segments, segments_of
from hookflash.domain.value import Value
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.people import Inbox, Member
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.agents.scripted.described import ReadCondition, conditions_of
from hookflash.orchestrator.workspaces.errors import PieceProblem


class RingingPhone(Value):
    """A phone that a transfer rings; one on do not disturb stays silent."""

    name: str
    phone: str
    do_not_disturb: bool = False


class UnderstoodText(Value):
    """A text as it will be sent: exactly ``text``, in that encoding and number of segments.

    ``condition`` is when the scripted agent sends it.
    """

    kind: Literal["send_sms"] = "send_sms"
    job: str
    text: str
    encoding: Literal["GSM-7", "UCS-2"]
    segments: int
    beyond_gsm: str = ""
    condition: str


class UnderstoodTransfer(Value):
    """A transfer as it will run: the destination and the phones that ring, all at the same time.

    ``condition`` is when the scripted agent proposes it.
    """

    kind: Literal["transfer_call"] = "transfer_call"
    job: str
    destination: str
    destination_kind: Literal["member", "inbox", "external"]
    phones: tuple[RingingPhone, ...]
    condition: str


UnderstoodAction = UnderstoodText | UnderstoodTransfer
MAX_SHOWN: Final = 1_000
"""Actions and phones, counted together, after which no further action of a document is shown."""


@dataclass(frozen=True)
class People:
    """Whose phones can ring."""

    members: Mapping[str, Member]
    inboxes: Mapping[str, Inbox]

    def phones(self, destination: Destination) -> Iterator[RingingPhone]:
        """Yield the phones that ring for ``destination``."""
        if destination.kind == "external":
            yield RingingPhone(name=destination.name, phone=destination.name)
            return
        inbox = self.inboxes.get(destination.name) if destination.kind == "inbox" else None
        for name in inbox.members if inbox else (destination.name,):
            if member := self.members.get(name):
                yield RingingPhone(
                    name=name, phone=member.phone, do_not_disturb=member.do_not_disturb
                )


def people_of(place: Workspace | WorkspaceDocument) -> People:
    """Return the people of a workspace, or of a document that describes one."""
    if isinstance(place, Workspace):
        return People(place.members, place.inboxes)
    return People(
        {member.name: member for member in place.members},
        {inbox.name: inbox for inbox in place.inboxes},
    )


def understood(jobs: Iterable[Job], people: People) -> tuple[UnderstoodAction, ...]:
    """Return the actions of ``jobs``, in written order, up to ``MAX_SHOWN``."""
    found: list[UnderstoodAction] = []
    left = MAX_SHOWN
    for job, action, condition in _actions(jobs):
        if left <= 0:
            break
        one = _understood(job, action, condition, people)
        left -= 1 + (len(one.phones) if isinstance(one, UnderstoodTransfer) else 0)
        found.append(one)
    return tuple(found)


def _actions(jobs: Iterable[Job]) -> Iterator[tuple[Job, SendSms | TransferCall, ReadCondition]]:
    for job in jobs:
        for action, condition in zip(job.actions, conditions_of(job), strict=True):
            yield job, action, condition


def unread_conditions(document: WorkspaceDocument) -> Iterator[PieceProblem]:
    """Yield a warning for each condition that the scripted agent does not understand."""
    for job in document.jobs:
        yield from unread_in(job, f"jobs “{job.name}”: instructions")


def unread_in(job: Job, path: str = "instructions") -> Iterator[PieceProblem]:
    """Yield a warning for each condition in ``job`` that was not understood, once."""
    found = (words for condition in conditions_of(job) for words in condition.unread)
    for words in dict.fromkeys(found):
        yield PieceProblem(
            path=path,
            wrong=f"the scripted agent does not understand the condition “{words}”, so it takes "
            "the action only if the caller asks for it in words",
            right="Say what the caller asks for, wants or mentions: “if the caller asks about …”.",
        )


def _understood(
    job: Job, action: SendSms | TransferCall, condition: ReadCondition, people: People
) -> UnderstoodAction:
    if isinstance(action, SendSms):
        sent: Segments = segments_of(action.body)
        return UnderstoodText(
            job=job.name,
            text=action.body,
            encoding=sent.encoding,
            segments=sent.segments,
            beyond_gsm=sent.beyond_gsm,
            condition=condition.words,
        )
    return UnderstoodTransfer(
        job=job.name,
        destination=action.destination.name,
        destination_kind=action.destination.kind,
        phones=tuple(people.phones(action.destination)),
        condition=condition.words,
    )
