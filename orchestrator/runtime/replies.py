"""Sends our replies to texts: confirmations of opt-outs, and answers to HELP.

The log is the outbox, as for a call's texts: an attempt is recorded before the provider is asked,
a lost answer is searched for, and an unknown outcome is never followed by a second attempt.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from hookflash.domain.call.opting_out import says_opted_out
from hookflash.domain.erasure.erase import erase_text
from hookflash.domain.event import Actor, Event
from hookflash.domain.inbox import replying
from hookflash.domain.inbox.reply import Due, Reply, due, fold_reply, send_reply
from hookflash.domain.inbox.reply_events import ReplyAttempted, ReplyFailed
from hookflash.domain.inbox.replying import Outcome
from hookflash.domain.policy.texting import KnownOptOut
from hookflash.domain.workspace.contact import opt_out
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.outside import Place, Ports
from hookflash.orchestrator.ports.reports import TextStatus
from hookflash.orchestrator.projection_runner import ProjectionRunner
from hookflash.orchestrator.runtime.effects.executor import OVERSLEPT, PATIENCE
from hookflash.orchestrator.runtime.effects.retry import backoff
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

EVERY: Final = 2.0
"""Seconds between two sweeps over the replies that are open."""
CARRIER_REPLIES: Final = "carrier_replies"
"""Why a reply is not sent that the carrier sends itself. Stored: never reword."""
_OF_A_TEXT: Final = ".text."
"""What the id of a text contains, and that of a call does not."""
logger = get_logger(__name__)
Decide = Callable[[Reply], Sequence[Event]]


class Replies:
    """The replies of one log; this process sends them if it has a messaging port."""

    def __init__(
        self, log: Log, runner: ProjectionRunner, ports: Ports, workspaces: WorkspaceRepository
    ) -> None:
        self._log = log
        self._runner = runner
        self._ports = ports
        self._workspaces = workspaces
        self._busy: set[str] = set()

    async def run(self) -> None:
        """Work on open replies until cancelled, whichever process requested them."""
        while True:
            try:
                await self.sweep()
            except Exception:
                logger.exception("replies_failed")
            await self._ports.clock.sleep(EVERY)

    async def sweep(self) -> None:
        """Do what is due about every open reply."""
        if not self._ports.sends_texts:
            return
        for text in await self._runner.fresh(self._runner.views.received_texts.open_replies):
            await self.work_on(text)

    async def work_on(self, text: str) -> None:
        """Do what is due about the reply to ``text``, if anything; one task at a time."""
        if not self._ports.sends_texts or text in self._busy:
            return
        self._busy.add(text)
        try:
            reply = fold_reply(await self._log.read_stream(text))
            step = due(reply) if reply is not None else None
            if reply is not None and step is not None and step.at <= self._ports.clock.now():
                await self._do_through_carrier(reply, step)
        finally:
            self._busy.discard(text)

    async def report(self, text: str, report: TextStatus, message_id: str) -> bool:
        """Record a provider's report about the reply to ``text``; False if there is no such."""
        outcome = Outcome(
            status=report.status,
            provider_id=report.provider_id,
            code=report.code,
            reason=report.reason,
        )
        if _OF_A_TEXT not in text:
            return False
        reply = fold_reply(await self._log.read_stream(text))
        if reply is None or reply.requested.effect_key != report.effect_key:
            return False
        await self._decide(
            text,
            lambda now: replying.report_reply(
                now, outcome, cause=message_id, at=self._ports.clock.now()
            ),
        )
        return True

    async def _do_through_carrier(self, reply: Reply, step: Due) -> None:
        """Do it through the carrier of the number that was texted, if this process has it."""
        wanted = reply.requested
        workspace = await self._workspaces.get(wanted.workspace)
        carrier = workspace.carrier_of(wanted.sender) if workspace else ""
        messaging = self._ports.messaging_of(Place(wanted.workspace, carrier))
        if messaging is not None:
            await self._do(reply, step, messaging)

    async def _do(self, reply: Reply, step: Due, messaging: Messaging) -> None:
        text, now = reply.requested.text, self._ports.clock.now
        if step.what == "attempt" and self._carrier_replies(reply, messaging):
            await self._decide(
                text, lambda one: replying.cancel_reply(one, CARRIER_REPLIES, at=now())
            )
        elif step.what == "attempt":
            await self._attempt(reply, step.number, messaging)
        elif step.what == "search":
            await self._search(reply, step.number, messaging)
        elif step.what == "flag":
            trace = "no trace at the provider"
            await self._decide(text, lambda one: replying.flag_reply(one, trace, at=now()))
        else:
            await self._decide(text, lambda one: replying.cancel_reply(one, "too_late", at=now()))

    def _carrier_replies(self, reply: Reply, messaging: Messaging) -> bool:
        """Whether the carrier has answered the keyword itself; it does not read free wording."""
        return messaging.offers.opt_out_replies and reply.requested.to_keyword

    async def _attempt(self, reply: Reply, number: int, messaging: Messaging) -> None:
        """Record the attempt, then ask the provider; a worker that loses the append does not."""
        request = send_reply(reply)
        begun = asyncio.get_running_loop().time()
        events = await self._decide(
            reply.requested.text,
            lambda one: replying.attempt_reply(one, number, at=self._ports.clock.now()),
        )
        if not any(isinstance(event, ReplyAttempted) for event in events):
            return
        overslept = asyncio.get_running_loop().time() - begun > PATIENCE
        answer = (
            NotTaken(reason=OVERSLEPT)
            if overslept
            else await _answered(lambda: messaging.send(request), messaging)
        )
        await self._decide(
            reply.requested.text,
            lambda one: replying.record_outcome(
                one,
                _outcome(answer, request.effect_key, number),
                attempt=number,
                cause=f"outcome/{request.effect_key}/{number}",
                at=self._ports.clock.now(),
            ),
        )

    async def _search(self, reply: Reply, number: int, messaging: Messaging) -> None:
        wanted, found = reply.requested, None
        if messaging.offers.can_search:
            others = await self._runner.fresh(
                self._runner.views.received_texts.ids_of_other_replies, wanted.text
            )
            request = send_reply(reply).model_copy(update={"other_ids": others})
            try:
                found = await messaging.find(request)
            except Exception as error:  # noqa: BLE001 - a failed search found nothing
                logger.warning("search_failed", text=wanted.text, error=type(error).__name__)
            if found is not None and found.provider_id in others:
                found = None
        at = self._ports.clock.now
        if found is None:
            await self._decide(
                wanted.text, lambda one: replying.record_search(one, number, at=at())
            )
            return
        outcome = Outcome(found.status, found.provider_id, found.code, found.reason)
        cause = f"found/{wanted.effect_key}/{number}"
        await self._decide(
            wanted.text, lambda one: replying.report_reply(one, outcome, cause=cause, at=at())
        )

    async def _decide(self, text: str, decide: Decide) -> Sequence[Event]:
        async def decide_now() -> Sequence[Event]:
            reply = fold_reply(await self._log.read_stream(text))
            if reply is None:
                return ()
            events = decide(reply)
            if reply.is_erased:
                return [erase_text(event, reply.requested.recipient) for event in events]
            return (*events, *await self._beside(reply, events))

        return await decide_and_append(self._log, decide_now)

    async def _beside(self, reply: Reply, events: Sequence[Event]) -> Sequence[Event]:
        """A carrier that refuses even the reply, since the recipient has opted out there."""
        wanted = reply.requested
        for event in events:
            if isinstance(event, ReplyFailed) and says_opted_out(event.code, event.reason):
                contact = await self._workspaces.contact(wanted.workspace, wanted.recipient)
                known = KnownOptOut(
                    source="carrier", at=event.at, code=event.code, words=event.reason
                )
                return opt_out(contact, known, by=Actor.PROVIDER, cause=event.cause)
        return ()


async def _answered(send: Callable[[], Awaitable[Answer]], messaging: Messaging) -> Answer:
    if not messaging.offers.texts:
        return Refused(code="not_offered", reason="the carrier sends no texts")
    try:
        async with asyncio.timeout(PATIENCE):
            return await send()
    except TimeoutError:
        return Unknown(reason=f"no answer within {PATIENCE:.0f} s")
    except Exception as error:  # noqa: BLE001 - a failed adapter tells nothing about the outcome
        logger.warning("provider_call_failed", error=repr(error))
        return Unknown(reason=type(error).__name__)


def _outcome(answer: Answer, effect_key: str, attempt: int) -> Outcome:
    match answer:
        case Accepted():
            return Outcome("accepted", answer.provider_id)
        case Refused():
            return Outcome("failed", code=answer.code, reason=answer.reason)
        case Unknown():
            return Outcome("unknown", reason=answer.reason)
        case NotTaken():
            wait = max(answer.seconds, backoff(effect_key, attempt))
            return Outcome("postponed", reason=answer.reason, seconds=wait)
