"""Our reply to a text, folded from the events of the text's stream, and what is due next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from hookflash.domain.call.call import NOT_TAKEN, Effect
from hookflash.domain.call.conversation import SmsStatus
from hookflash.domain.call.effects import SendText
from hookflash.domain.call.evolving.texts import SMS_RANK
from hookflash.domain.call.searches import SEARCH_SECONDS
from hookflash.domain.call.timers import ANSWER_SECONDS
from hookflash.domain.event import Event
from hookflash.domain.inbox import reply_events as r
from hookflash.domain.policy.contact_key import is_pseudonym

LATEST_SECONDS: Final = 3_600.0
"""A reply that could not be sent for so long is not sent any more."""


@dataclass(slots=True)
class Reply:
    """The reply and its progress; ``causes`` are the ids of what is recorded already."""

    requested: r.ReplyRequested
    effect: Effect = "requested"
    status: SmsStatus = "queued"
    attempts: int = 0
    searches: int = 0
    first_attempted_at: datetime | None = None
    changed_at: datetime | None = None
    wait: float = 0.0
    provider_id: str = ""
    position: int = 0
    causes: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it; nothing is once it was erased."""
        return self.effect not in ("accepted", "settled") and not self.is_erased

    @property
    def is_erased(self) -> bool:
        """Whether its recipient was erased."""
        return is_pseudonym(self.requested.recipient)


class Due(NamedTuple):
    """What is to be done next, from ``at`` on; ``number`` counts attempts or searches."""

    what: Literal["attempt", "search", "flag", "cancel"]
    at: datetime
    number: int


def fold_reply(history: Iterable[Event]) -> Reply | None:
    """The reply in the stream of a text; None if there is none, or it was refused."""
    reply: Reply | None = None
    for event in history:
        if isinstance(event, r.ReplyRequested):
            reply = Reply(event)
        elif reply is not None:
            _evolve(reply, event)
        if reply is not None:
            reply.position = event.position
            reply.causes.add(event.cause)
    return reply


def _evolve(reply: Reply, event: Event) -> None:
    match event:
        case r.ReplyAttempted():
            reply.effect, reply.attempts = "attempted", event.attempt
            reply.first_attempted_at = reply.first_attempted_at or event.at
        case r.ReplyPostponed():
            reply.effect, reply.wait = "postponed", event.seconds
        case r.ReplyOutcomeUnknown():
            reply.effect = "unknown"
            _raise(reply, "unknown")
        case r.ReplySought():
            reply.searches = event.search
        case r.ReplyReported():
            reply.effect = "settled" if event.status == "delivered" else "accepted"
            reply.provider_id = event.provider_id or reply.provider_id
            _raise(reply, event.status)
        case r.ReplyFailed():
            reply.effect = "settled"
            _raise(reply, event.status)
        case r.ReplyCancelled():
            reply.effect = "settled"
            _raise(reply, "cancelled")
        case r.ReplyFlagged():
            reply.effect = "settled"
    reply.changed_at = event.at


def _raise(reply: Reply, status: SmsStatus) -> None:
    if SMS_RANK[status] > SMS_RANK[reply.status]:
        reply.status = status


def due(reply: Reply) -> Due | None:
    """What is to be done about ``reply`` next, and when; None once it is settled."""
    if not reply.is_open:
        return None
    since = reply.changed_at or reply.requested.at
    if reply.effect in NOT_TAKEN:
        wait = reply.wait if reply.effect == "postponed" else 0.0
        at = since + timedelta(seconds=wait)
        if at > reply.requested.at + timedelta(seconds=LATEST_SECONDS):
            return Due("cancel", since, 1)
        return Due("attempt", at, reply.attempts + 1)
    if reply.searches == 0 and reply.effect == "attempted":
        return Due("search", since + timedelta(seconds=ANSWER_SECONDS), 1)
    if reply.searches >= len(SEARCH_SECONDS):
        return Due("flag", since, reply.searches)
    wait = SEARCH_SECONDS[reply.searches]
    return Due("search", since + timedelta(seconds=wait), reply.searches + 1)


def send_reply(reply: Reply) -> SendText:
    """The request for the next attempt. Its ``call_id`` is the id of the text replied to."""
    wanted = reply.requested
    return SendText(
        call_id=wanted.text,
        workspace=wanted.workspace,
        provider_call_id="",
        effect_key=wanted.effect_key,
        attempt=reply.attempts + 1,
        recipient=wanted.recipient,
        sender=wanted.sender,
        body=wanted.body,
        first_attempted_at=reply.first_attempted_at,
    )
