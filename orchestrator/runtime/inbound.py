"""What comes in from outside: new calls, providers' reports, and reports for unknown calls."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple, cast

from hookflash.domain.call.commands import (
    Command,
    EndCall,
    ReceiveCall,
    ReportBridged,
    ReportLeg,
    ReportSms,
    ReportSpeech,
    ReportTranscript,
    ReportVoicemail,
    Routing,
)
from hookflash.domain.call.identity import call_id
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor
from hookflash.domain.idempotency import REPORT, NameReused, command_id
from hookflash.domain.job.briefing import compile_actions
from hookflash.domain.job.job import Job
from hookflash.domain.policy.caller_id import called_number, read_caller_id
from hookflash.domain.policy.emergency_number import emergency_words
from hookflash.domain.policy.phone import region_of
from hookflash.domain.quarantine.events import ReportQuarantined, quarantine_stream
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.log.seen import Seen
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.host_clock import played_on_our_clock
from hookflash.orchestrator.ports.outside import Place, Ports
from hookflash.orchestrator.ports.reports import (
    Bridged,
    Ended,
    LegStatus,
    Recording,
    Report,
    Spoken,
    TextStatus,
    Transcript,
)
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

_TELLING: Final = ("effect_key", "leg", "speech_id", "status")
"""What makes two reports of one type different, whatever else a provider adds to one of them."""
_WORD: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
COMMANDS: dict[type[Report], type[Command]] = {
    TextStatus: ReportSms,
    LegStatus: ReportLeg,
    Bridged: ReportBridged,
    Recording: ReportVoicemail,
    Transcript: ReportTranscript,
    Spoken: ReportSpeech,
    Ended: EndCall,
}
logger = get_logger(__name__)


class UnknownNumber(HookflashError, LookupError):
    """No workspace has the number that was called or texted.

    ``received`` is what was given, ``number`` the number in E.164 that it was understood as; None
    if it is not a number.
    """

    def __init__(self, received: str, number: str | None) -> None:
        if number is None:
            text = f"“{received}” is not a phone number; send the business number in E.164"
        else:
            shown = number if received == number else f"“{received}” ({number})"
            text = f"{shown} is no workspace's number; apply a workspace that has it"
        super().__init__(f"to: {text}")
        self.received = received
        self.number = number


class Arriving(NamedTuple):
    """A call as its carrier reports it; ``known`` is its provider's id, or one of ours."""

    to: str
    from_: str | None
    known: str
    test: bool = False
    draft: Job | None = None
    """The only job of a test call, in place of those attached to its number."""


class Inbound:
    """Makes the command that receives a call."""

    def __init__(self, workspaces: WorkspaceRepository, outside: Ports) -> None:
        self._workspaces = workspaces
        self._outside = outside

    async def call_id(self, arriving: Arriving) -> str:
        """The id of the call, in the workspace that owns its number as far as is known here.

        Raises :class:`UnknownNumber`.
        """
        number = called_number(arriving.to)
        owner = (await self._workspaces.owner(number, Seen())).workspace if number else ""
        if not owner:
            raise UnknownNumber(arriving.to, number)
        return call_id(owner, arriving.known)

    async def receive(self, arriving: Arriving, seen: Seen) -> ReceiveCall:
        """Look up and freeze the call's flow, jobs and actions; ``seen`` notes what was read.

        Raises :class:`UnknownNumber`, and ``NotCarriedHere`` if this process does not carry the
        calls of the number.
        """
        to, from_, known, test, draft = arriving
        number = called_number(to)
        owner = await self._workspaces.owner(number, seen) if number else None
        workspace = await self._workspaces.get(owner.workspace, seen) if owner else None
        flow = workspace.flows.get(number) if workspace and number else None
        if workspace is None or flow is None or number is None:
            raise UnknownNumber(to, number)
        caller = read_caller_id(from_, number)
        place = Place(workspace.slug, workspace.carrier_of(number))
        offers = None if test else self._outside.voice_of(place).offers
        jobs = _jobs(workspace, number, draft, test=test)
        return ReceiveCall(
            id=f"received/{known}",
            at=self._outside.clock.now(),
            call_id=call_id(workspace.slug, known),
            provider_call_id=known,
            contact=caller.contact,
            number=number,
            test=test,
            agent_name=workspace.agent,
            language=workspace.spoken(number),
            understanding=self._outside.understanding_mode,
            greeting=flow.agent.greeting,
            voicemail_greeting=flow.voicemail.greeting,
            late_text_seconds=self._outside.settings.late_text_seconds,
            silent_call_seconds=self._outside.settings.silent_call_seconds,
            actions=compile_actions(jobs),
            jobs=tuple((job.name, job.version) for job in jobs),
            carrier=offers.carrier if offers else "",
            from_received=caller.received,
            to_received=read_caller_id(to).received,
            emergency_words=_emergency_words(workspace, number, caller.contact or ""),
            emergency_jobs=tuple(job.name for job in jobs if "emergencies" in job.handles),
            keys=offers is None or offers.keys,
            drafts=(draft,) if draft else (),
        )


def _jobs(workspace: Workspace, number: str, draft: Job | None, *, test: bool) -> tuple[Job, ...]:
    """The jobs of a call: those attached to its number, or the ``draft`` of a test call."""
    if draft is None:
        return workspace.attached(number)
    if not test:
        raise ValueError("draft: only a test call can have one; publish it for live calls")
    return (draft,)


def _emergency_words(workspace: Workspace, number: str, contact: str) -> str:
    own, region = workspace.precautions.emergency_words, region_of(contact) or region_of(number)
    return own or emergency_words(region, workspace.spoken(number))


def command_for(
    report: Report,
    message_id: str,
    at: datetime,
    routing: Routing | None = None,
    *,
    keep: bool = False,
) -> Command:
    """The command that enters ``report`` into its call; ``message_id`` makes it count once.

    ``routing``: where a yes leads that waits for this report. ``keep``: a recording is to be kept.
    """
    added: dict[str, object] = {}
    if isinstance(report, Spoken):
        report = played_on_our_clock(report, timedelta(), at)
        added = {"routing": routing}
    elif isinstance(report, Recording):
        added = {"keep": keep}
    data = {**report.model_dump(exclude={"message_id"}), **added}
    kind = f"{REPORT}.{_WORD.sub('_', type(report).__name__).lower()}"
    known = command_id(kind, message_id)
    return COMMANDS[type(report)].model_validate({"id": known, "at": at, **data})


class Quarantine:
    """Records reports for calls that the log does not have, each report once."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    async def keep(self, call_id: str, report: Report, message_id: str) -> None:
        """Record ``report``, unless it was recorded before under ``message_id``.

        Raises ``NameReused`` if another report of its type was.
        """

        async def keep_now() -> list[ReportQuarantined]:
            kept = await self._log.read_stream(quarantine_stream(call_id))
            if _is_kept(report, message_id, cast("Sequence[ReportQuarantined]", kept)):
                return []
            event = ReportQuarantined(
                call_id=call_id,
                position=len(kept) + 1,
                at=self._clock.now(),
                by=Actor.PROVIDER,
                cause=message_id,
                report=type(report).__name__,
                data=report.model_dump(mode="json"),
            )
            return [event]

        for event in await decide_and_append(self._log, keep_now):
            logger.warning("report_quarantined", call_id=call_id, report=event.report)


def _is_kept(report: Report, message_id: str, kept: Sequence[ReportQuarantined]) -> bool:
    """Whether the same report was kept; an erased one counts as the same."""
    of_its_kind = [
        event
        for event in kept
        if event.cause == message_id and event.report == type(report).__name__
    ]
    for event in of_its_kind:
        told, before = report.model_dump(mode="json"), event.data
        if any(told.get(name) != before.get(name) for name in _TELLING if name in told):
            raise NameReused(message_id)
    return bool(of_its_kind)
