"""Mutants of the phone in the browser: who is let in, who hears whom, and what a line may cost."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import PropertyMock, patch

from hookflash.orchestrator.carriers.browser import router, tab
from hookflash.orchestrator.carriers.browser.carrier import BrowserCarrier
from hookflash.orchestrator.carriers.browser.exchange import Exchange
from hookflash.orchestrator.carriers.browser.live_call import LiveCall
from hookflash.orchestrator.carriers.browser.mailbox import Message
from hookflash.orchestrator.carriers.browser.pace import Pace
from hookflash.orchestrator.carriers.browser.phone import RingingLeg
from hookflash.orchestrator.carriers.browser.speaking import Speaker
from hookflash.orchestrator.carriers.voice.playback import Track
from hookflash.orchestrator.carriers.voice.sound import RATE
from tests.unit.browser_phone import test_hostile_lines, test_protections, test_returning
from tests.unit.mutants.registry import mutant, nothing, nothing_yet


@mutant(
    "let a tab with the key of another office in",
    test_protections.test_a_tab_with_the_key_of_another_office_is_refused,
)
def _let_any_key_in() -> Iterator[None]:
    with patch.object(BrowserCarrier, "admits", return_value=True):
        yield


class _OfEveryone(str):
    """A phone number that every tab is taken to have."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)


@mutant(
    "let any tab answer the phone of another member",
    test_protections.test_a_phone_cannot_answer_decline_or_hang_up_that_of_another_member,
)
def _answer_for_others() -> Iterator[None]:
    before = Exchange.open_phone

    def open_phone(self: Exchange, opening: Any, on: Any) -> Any:
        phone = before(self, opening, on)
        phone.number = _OfEveryone(phone.number)
        return phone

    with patch.object(Exchange, "open_phone", open_phone):
        yield


@mutant(
    "take a tab for the phone that was answered by its id alone",
    test_protections.test_the_id_of_a_tab_does_not_make_it_another_members_phone,
)
def _know_tabs_by_id() -> Iterator[None]:
    def was_on(self: RingingLeg, phone: Any) -> bool:
        return self._phone is not None and bool(phone.id == self._phone.id)

    with patch.object(RingingLeg, "was_on", was_on):
        yield


@mutant(
    "connect each phone that answers in a browser",
    test_protections.test_a_ring_that_is_answered_twice_has_one_bridge,
)
def _connect_all() -> Iterator[None]:
    with patch.object(RingingLeg, "_screen", RingingLeg._connect):
        yield


@mutant(
    "let a phone in the browser that rings hear the caller",
    test_protections.test_a_phone_that_is_asked_for_the_key_1_hears_nothing_before,
)
def _hear_before_the_key() -> Iterator[None]:
    def hear(self: RingingLeg, pcm: bytes) -> None:
        if self._phone is not None:
            self._phone.tab.play(tab.LIVE, pcm)

    before = RingingLeg.answer

    def answer(self: RingingLeg, phone: Any) -> None:
        before(self, phone)
        self.call._other, self.call.mode = self, "connected"

    with patch.object(RingingLeg, "hear", hear), patch.object(RingingLeg, "answer", answer):
        yield


@mutant(
    "play the caller to every tab of the office",
    test_protections.test_sound_goes_only_to_tabs_that_are_in_the_call,
)
def _play_to_all() -> Iterator[None]:
    def speak(self: RingingLeg, pcm: bytes) -> None:
        for phone in self._tabs(self.leg.phone):
            phone.tab.play(tab.LIVE, pcm)

    before = LiveCall.hear

    def hear(self: LiveCall, pcm: bytes) -> None:
        before(self, pcm)
        if self.tab is not None:
            self.tab.play(tab.LIVE, pcm)

    with patch.object(LiveCall, "hear", hear), patch.object(RingingLeg, "speak", speak):
        yield


@mutant(
    "believe a tab that played more than was said",
    test_protections.test_no_report_claims_more_than_the_text,
    samples=10**12,
)
def _believe_any_count() -> Iterator[None]:
    with patch.object(Track, "heard_chars", lambda _, samples: samples * 5 // RATE):
        yield


@mutant(
    "say the rest of a speech that the caller stopped",
    test_protections.test_speech_that_is_stopped_is_sent_no_further,
)
def _speak_on() -> Iterator[None]:
    with patch.object(Speaker, "stop", nothing):
        yield


@mutant(
    "speak on while the caller types",
    test_protections.test_words_that_are_typed_while_the_agent_speaks_interrupt_it,
)
def _type_unheard() -> Iterator[None]:
    with patch.object(Speaker, "speaking", PropertyMock(return_value=False)):
        yield


@mutant(
    "take sound from a tab as fast as it comes",
    test_hostile_lines.test_sound_that_comes_faster_than_it_can_be_spoken_is_left_out,
)
def _take_all_sound() -> Iterator[None]:
    with patch.object(Pace, "take", return_value=True):
        yield


@mutant(
    "take messages from a tab as fast as they come",
    test_hostile_lines.test_a_tab_that_types_without_end_waits,
)
def _take_all_messages() -> Iterator[None]:
    with patch.object(Pace, "wait_for", nothing_yet):
        yield


@mutant(
    "keep everything for a tab that reads nothing",
    test_hostile_lines.test_what_waits_for_a_tab_that_reads_nothing_is_bounded,
)
def _keep_everything() -> Iterator[None]:
    with patch.object(tab, "MAX_WAITING_BYTES", 10**12):
        yield


@mutant(
    "read a message of any length",
    test_hostile_lines.test_a_line_that_sends_too_much_at_once_is_closed,
    sent="x" * (router.MAX_MESSAGE + 1),
)
def _read_any_length() -> Iterator[None]:
    with patch.object(router, "MAX_MESSAGE", 10**9):
        yield


@mutant(
    "let a typed message go on without end",
    test_hostile_lines.test_a_typed_message_is_not_endless,
)
def _type_on() -> Iterator[None]:
    with patch.object(Message, "is_over", PropertyMock(return_value=False)):
        yield


@mutant(
    "forget the talk of two tabs when the server is started again",
    test_returning.test_a_talk_goes_on_after_a_restart_whose_caller_returns_first,
)
def _forget_talks() -> Iterator[None]:
    with patch.object(Exchange, "_resume", nothing):
        yield


@mutant(
    "acknowledge what a caller typed before it is stored",
    test_returning.test_what_was_typed_is_acknowledged_once_it_is_stored,
)
def _acknowledge_first() -> Iterator[None]:
    before = LiveCall._take_words

    def take(self: LiveCall, told: Any) -> None:
        self._tell("ack", id=told.id)
        before(self, told)

    with patch.object(LiveCall, "_take_words", take):
        yield
