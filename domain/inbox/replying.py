"""Decides on our reply to a text: what it says, and what became of it at the provider.

The protocol is that of a call's texts (docs/explanation/effects.md): attempted before it is asked
for, reconciled if the answer is lost, never repeated while its outcome is unknown.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from hookflash.domain.call.call import NOT_TAKEN
from hookflash.domain.call.evolving.texts import SMS_RANK
from hookflash.domain.call.identity import effect_key
from hookflash.domain.event import Actor
from hookflash.domain.inbox import reply_events as r
from hookflash.domain.inbox.events import TextReceived
from hookflash.domain.inbox.reply import Reply
from hookflash.domain.policy.speech.languages import base_of
from hookflash.domain.policy.texting import TextingFacts, judge_reply, refusal
from hookflash.domain.workspace.contact import keyword_of

_EN: Final[dict[r.ReplyKind, str]] = {
    "opted_out": "{name}: You will get no more texts from us. Reply YES within 24 hours, or START "
    "at any time, to get them again.",
    "help": "{name}: For help, call {number}. Reply STOP to get no more texts.",
}
_ES: Final[dict[r.ReplyKind, str]] = {
    "opted_out": "{name}: No recibirá más mensajes nuestros. Responda YES en 24 horas, o START "
    "cuando quiera, para volver a recibirlos.",
    "help": "{name}: Para ayuda, llame al {number}. Responda STOP para no recibir más mensajes.",
}
ReplyStatus = Literal["accepted", "sent", "delivered", "undelivered", "failed"]

_RANK: Final[Mapping[str, int]] = {str(status): rank for status, rank in SMS_RANK.items()}


class Outcome(NamedTuple):
    """A provider's answer or report about a reply; ``seconds`` is the wait if it was postponed."""

    status: ReplyStatus | Literal["unknown", "postponed"]
    provider_id: str = ""
    code: str = ""
    reason: str = ""
    seconds: float = 0.0


def words_of_reply(kind: r.ReplyKind, name: str, number: str, language: str = "en") -> str:
    """What a reply says: ``name`` is the workspace's, ``number`` the one that was texted."""
    words = _ES if base_of(language) == "es" else _EN
    return words[kind].format(name=name, number=number)


def request_reply(
    text: TextReceived, kind: r.ReplyKind, name: str, facts: TextingFacts, language: str
) -> r.ReplyDecided:
    """Request the reply to ``text``, or refuse it.

    The contact asked for it: neither an opt-out nor the time of day speaks against it. An opt-out
    has to be confirmed, once: it may exceed the limits of a day, as ``reply_checks`` says.
    """
    body = words_of_reply(kind, name, text.number, language)
    checks = judge_reply(text.contact, body, facts, required=kind == "opted_out")
    reason = refusal(checks)
    make: Any = r.ReplyRefused if reason else r.ReplyRequested
    decided: r.ReplyDecided = make(
        workspace=text.workspace,
        text=text.stream,
        effect_key=effect_key(text.stream, "reply", 1),
        position=text.position + 1,
        at=text.at,
        by=Actor.SYSTEM,
        cause=text.cause,
        kind=kind,
        to_keyword=bool(keyword_of(text.body, text.taken_for)),
        recipient=text.contact,
        sender=text.number,
        body=body,
        facts=facts,
        checks=checks,
        **({"reason": reason} if reason else {}),
    )
    return decided


def attempt_reply(reply: Reply, number: int, *, at: datetime) -> tuple[r.ReplyEvent, ...]:
    """Record that a worker is about to ask the provider, if this attempt is due."""
    if not reply.is_open or reply.effect not in NOT_TAKEN or number != reply.attempts + 1:
        return ()
    key = reply.requested.effect_key
    return _next(reply, r.ReplyAttempted, f"attempt/{key}/{number}", Actor.SYSTEM, at)(
        attempt=number
    )


def record_outcome(
    reply: Reply, outcome: Outcome, *, attempt: int, cause: str, at: datetime
) -> tuple[r.ReplyEvent, ...]:
    """Record the provider's answer to an attempt; ignore one that a report overtook."""
    if cause in reply.causes:
        return ()
    current = reply.is_open and attempt == reply.attempts
    if outcome.status in ("unknown", "postponed"):
        if not current or reply.effect != "attempted":
            return ()
        kind = r.ReplyOutcomeUnknown if outcome.status == "unknown" else r.ReplyPostponed
        wait = {} if outcome.status == "unknown" else {"seconds": outcome.seconds}
        said = {"attempt": attempt, "reason": outcome.reason, **wait}
        return _next(reply, kind, cause, Actor.PROVIDER, at)(**said)
    return report_reply(reply, outcome, cause=cause, at=at)


def report_reply(
    reply: Reply, outcome: Outcome, *, cause: str, at: datetime
) -> tuple[r.ReplyEvent, ...]:
    """Record a provider's report; its status only moves forward."""
    status = outcome.status
    if status in ("unknown", "postponed") or cause in reply.causes:
        return ()
    if _RANK.get(status, 0) <= SMS_RANK[reply.status]:
        return ()
    if status in ("undelivered", "failed"):
        said = {"status": status, "code": outcome.code, "reason": outcome.reason}
        return _next(reply, r.ReplyFailed, cause, Actor.PROVIDER, at)(**said)
    known = {"status": status, "provider_id": outcome.provider_id}
    return _next(reply, r.ReplyReported, cause, Actor.PROVIDER, at)(**known)


def record_search(reply: Reply, number: int, *, at: datetime) -> tuple[r.ReplyEvent, ...]:
    """Record that the provider was asked and knew nothing new."""
    if not reply.is_open or number != reply.searches + 1:
        return ()
    key = reply.requested.effect_key
    return _next(reply, r.ReplySought, f"sought/{key}/{number}", Actor.PROVIDER, at)(search=number)


def flag_reply(reply: Reply, reason: str, *, at: datetime) -> tuple[r.ReplyEvent, ...]:
    """Flag a reply of unknown outcome for a person, once."""
    if not reply.is_open or reply.effect in NOT_TAKEN:
        return ()
    key = reply.requested.effect_key
    return _next(reply, r.ReplyFlagged, f"flag/{key}", Actor.TIMER, at)(reason=reason)


def cancel_reply(reply: Reply, reason: str, *, at: datetime) -> tuple[r.ReplyEvent, ...]:
    """Cancel a reply that the provider provably does not have."""
    if reply.effect not in NOT_TAKEN:
        return ()
    key = reply.requested.effect_key
    return _next(reply, r.ReplyCancelled, f"cancel/{key}", Actor.SYSTEM, at)(reason=reason)


def _next(
    reply: Reply, kind: Callable[..., r.ReplyEvent], cause: str, by: Actor, at: datetime
) -> Callable[..., tuple[r.ReplyEvent, ...]]:
    """What makes the one event of a decision, from its other fields."""
    wanted = reply.requested

    def with_fields(**fields: Any) -> tuple[r.ReplyEvent, ...]:
        event = kind(
            workspace=wanted.workspace,
            text=wanted.text,
            effect_key=wanted.effect_key,
            position=reply.position + 1,
            at=at,
            by=by,
            cause=cause,
            **fields,
        )
        return (event,)

    return with_fields
