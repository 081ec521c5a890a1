"""Mutants of LiveKit: when its model is asked, what its session loses, how its phones are rung."""

from collections.abc import Iterator
from unittest.mock import PropertyMock, patch

from livekit.agents import ChatMessage

from hookflash.orchestrator.agents.livekit import agent, telephony
from hookflash.orchestrator.agents.livekit.heard import Heard, Playbacks
from hookflash.orchestrator.agents.livekit.phone import Phone
from hookflash.orchestrator.agents.livekit.session_call import SessionCall
from hookflash.orchestrator.agents.livekit.user_turn import UserTurn
from tests.contract.agents import test_livekit_telephony
from tests.integration.agents import test_livekit
from tests.unit.mutants.registry import mutant, nothing, nothing_yet


@mutant(
    "ask the model while the caller decides",
    test_livekit.test_what_the_model_says_after_it_proposed_is_never_heard,
)
def _ask_the_model() -> Iterator[None]:
    with patch.object(SessionCall, "may_reply", PropertyMock(return_value=True)):
        yield


@mutant(
    "leave made-up tools to LiveKit",
    test_livekit.test_what_a_model_makes_up_is_rejected_recorded_and_told_to_it,
    tool="send_money",
    arguments="{}",
)
def _leave_made_up_tools() -> Iterator[None]:
    with patch.object(agent, "admit", lambda _tools, called, _call: called):
        yield


@mutant(
    "lose what is said during a speech that must not be cut",
    test_livekit.test_what_is_said_during_a_speech_that_must_not_be_cut_is_not_lost,
)
def _lose_words() -> Iterator[None]:
    with patch.object(UserTurn, "_put_again", nothing_yet):
        yield


def _all_of_it(_: Playbacks, text: str, item: ChatMessage | None) -> Heard:
    began = None if item is None else item.created_at
    return Heard(len(text), None, None, finished=began is not None)


@mutant(
    "take words that were cut off for heard",
    test_livekit.test_words_that_are_cut_off_are_reported_as_far_as_they_were_heard,
)
def _heard_in_full() -> Iterator[None]:
    with patch.object(Playbacks, "heard_of", _all_of_it):
        yield


@mutant(
    "say nothing in place of a silent model",
    test_livekit.test_a_model_that_never_stops_calling_tools_is_stopped,
)
def _stay_silent() -> Iterator[None]:
    with patch.object(SessionCall, "failed", nothing_yet):
        yield


@mutant(
    "let the API client repeat a request to dial",
    test_livekit_telephony.test_an_api_that_repeats_requests_by_itself_is_refused,
)
def _let_it_repeat() -> Iterator[None]:
    with patch.object(telephony, "_check_failover", nothing):
        yield


@mutant(
    "connect every phone that is answered",
    test_livekit_telephony.test_of_several_phones_only_the_one_that_won_enters_the_room_of_the_caller,
)
def _connect_every_phone() -> Iterator[None]:
    with patch.object(Phone, "_answered", Phone._connect):
        yield
