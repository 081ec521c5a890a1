"""Starts the effects of a branch, and has stubs answer them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import (
    Effect,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    SendText,
    StopRecording,
    open_effects,
    play_voicemail,
    ring,
    send_text,
)
from hookflash.domain.event import Actor
from hookflash.orchestrator.time_machine import stubs
from hookflash.orchestrator.time_machine.agenda import Agenda
from hookflash.orchestrator.time_machine.recording import Step

ATTEMPTED: Final = (e.SmsAttempted, e.TransferAttempted, e.VoicemailAttempted)
Asked = SendText | RingPhones | HandOver | PlayVoicemail


class Outside:
    """Providers, as far as a branch needs them. Nothing leaves the process."""

    def __init__(self, agenda: Agenda, answers: stubs.Stubs) -> None:
        self._agenda = agenda
        self._stubs = answers
        self._started: set[Effect] = set()
        self._requests: dict[tuple[str, int], Asked] = {}

    def under_way(self, call: Call) -> set[str]:
        """The ids of what providers were about when the branch parted."""
        under_way = {*call.speeches}
        under_way |= {key for key, text in call.texts.items() if text.attempts}
        under_way |= {key for key, one in call.transfers.items() if one.attempts}
        return under_way

    def resume(self, under_way: set[str], steps: Iterable[Step]) -> None:
        """Let what is ``under_way`` go on as in the recorded ``steps``."""
        for step in steps:
            command = step.command
            if command is None or step.origin != "outside" or isinstance(command, c.Attempt):
                continue
            leg = getattr(command, "leg", "")
            about = {getattr(command, name, "") for name in ("effect_key", "speech_id")}
            if under_way & {*about, leg.partition(".")[0]}:
                self._agenda.add(command.at, command)

    def start_effects(self, call: Call, heard_out: datetime) -> None:
        """Start what ``call`` asks for; a ring waits until the agent is ``heard_out``."""
        for effect in open_effects(call):
            if effect not in self._started:
                self._started.add(effect)
                self._start(effect, heard_out)

    def retry(self, call: Call, key: str) -> None:
        """Attempt an action again that was postponed."""
        if key in call.texts:
            self._attempt(send_text(call, key), self._agenda.now)
        elif key in call.transfers:
            self._attempt(ring(call, call.transfers[key]), self._agenda.now)
        elif call.voicemail is not None:
            self._attempt(play_voicemail(call, call.voicemail), self._agenda.now)

    def answer(self, event: e.SmsAttempted | e.TransferAttempted | e.VoicemailAttempted) -> None:
        """The provider answers an attempt, as on the recorded call or as is usual."""
        effect = self._requests.get((event.effect_key, event.attempt))
        reports: Iterable[stubs.Report] = ()
        match effect:
            case SendText():
                reports = self._stubs.text(effect)
            case RingPhones():
                reports = self._stubs.ring(effect)
            case HandOver():
                reports = (stubs.hand_over(effect.effect_key, effect.attempt),)
            case PlayVoicemail():
                reports = self._stubs.voicemail(effect)
        for report in reports:
            self._report(report)

    def _start(self, effect: Effect, heard_out: datetime) -> None:
        now = self._agenda.now
        if isinstance(effect, SendText | RingPhones | HandOver | PlayVoicemail):
            rings = isinstance(effect, RingPhones | HandOver)
            self._attempt(effect, max(now, heard_out) if rings else now)
        elif isinstance(effect, ReleasePhone):
            self._report(stubs.released(effect.leg))
        elif isinstance(effect, HangUp):
            at = now + timedelta(seconds=stubs.ANSWER_SECONDS)
            gone = c.EndCall(id="branch/hung_up", at=at, reason="hung_up", by=Actor.PROVIDER)
            self._agenda.add(at, gone)
        elif isinstance(effect, StopRecording):
            known = f"branch/stopped/{effect.effect_key}"
            self._agenda.add(now, c.RecordStopped(id=known, at=now))

    def _attempt(self, effect: Asked, at: datetime) -> None:
        key, attempt = effect.effect_key, effect.attempt
        self._requests[key, attempt] = effect
        known = f"branch/attempt/{key}/{attempt}"
        self._agenda.add(at, c.Attempt(id=known, at=at, effect_key=key, attempt=attempt))

    def _report(self, report: stubs.Report) -> None:
        at = self._agenda.now + timedelta(seconds=max(report.seconds, 0.0))
        self._agenda.add(at, report.build(at), report.assumed)
