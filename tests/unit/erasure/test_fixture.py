"""A call exported as a fixture: nothing personal is left, and the events are the same."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import PressDigits
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.redecide import decisions, redecide
from hookflash.domain.erasure.agent_sayings import (
    ADMISSION,
    CLAIMS,
    ENDINGS,
    MENTION,
    plain_report,
    plain_speech,
)
from hookflash.domain.erasure.fixture import NoFixture, fixture
from hookflash.domain.erasure.pseudonyms import SAYINGS, plain_words
from hookflash.domain.policy.phone import is_textable
from hookflash.domain.policy.speech.agent_questions import may_be_answered, question_in
from hookflash.domain.policy.speech.answer import Answer, answer, arrival
from hookflash.domain.policy.speech.goodbye import says_goodbye
from hookflash.domain.policy.speech.promised import Promised
from hookflash.domain.policy.speech.promises import admits_failure, claims, mentions_text
from hookflash.domain.policy.speech.request import asks_for_text
from hookflash.domain.policy.texting import KnownOptOut
from tests.agent_words import AGENT_SAYINGS
from tests.cast import CALL, CALLER, LANDLINE, NOON, NUMBER, OUTSIDE, TEXT, facts
from tests.histories import SAYINGS as SAID
from tests.histories import Play, histories
from tests.unit.call.test_recall import opening, story

NUMBERS = {CALLER, LANDLINE, NUMBER, OUTSIDE, "+14155550101", "+14155550102"}


def everything(history: list[e.CallEvent]) -> str:
    """A history as JSON text."""
    return "\n".join(event.model_dump_json() for event in history)


@given(histories())
def test_a_fixture_takes_the_same_course_and_names_no_one(history: list[e.CallEvent]) -> None:
    """Each event has the same kind, cause and time; no number, name or word is a real person's."""
    anonymous = fixture(history)
    assert [(event.type, event.cause, event.at) for event in anonymous] == [
        (event.type, event.cause, event.at) for event in history
    ]
    written = everything(anonymous)
    spoken = [said for said in SAID if not any(said in plain for plain in SAYINGS)]
    personal = [
        *NUMBERS,
        "Front Desk",
        "On Call",
        "Scheduling",
        "Let me see.",
        *AGENT_SAYINGS[:5],
        *AGENT_SAYINGS[7:],
        *spoken,
    ]
    assert [found for found in personal if found in written] == []


@given(histories())
def test_a_fixture_is_decided_again_as_it_is(history: list[e.CallEvent]) -> None:
    """It is a valid history in its own right, which a test can replay."""
    anonymous = fixture(history)
    call = Call(history[0].call_id)
    for decided in decisions(anonymous):
        assert redecide(call, decided) is None
        for event in decided:
            evolve(call, event)


def test_the_same_number_is_the_same_everywhere() -> None:
    """The caller is still the recipient of the text, and the called number its sender."""
    anonymous = fixture(story())
    received, requested = anonymous[0], anonymous[3]
    assert isinstance(received, e.CallReceived)
    assert isinstance(requested, e.SmsRequested)
    assert requested.recipient == received.contact != CALLER
    assert requested.sender == received.number != NUMBER


def test_every_number_becomes_a_fictional_one() -> None:
    """Different numbers stay different, and none can belong to a real person."""
    before = set(re.findall(r"\+\d{7,}", everything(story())))
    after = set(re.findall(r"\+\d{7,}", everything(fixture(story()))))
    assert len(after) == len(before) > 3
    assert all(re.fullmatch(r"\+1\d{3}55501\d\d", number) for number in after)


def test_a_landline_stays_a_number_that_cannot_be_texted() -> None:
    """Otherwise the fixture would text where the call refused to."""
    received = story()[0].model_copy(update={"contact": LANDLINE})
    (anonymous,) = fixture([received])
    assert isinstance(anonymous, e.CallReceived)
    assert anonymous.contact is not None
    assert anonymous.contact != LANDLINE
    assert not is_textable(anonymous.contact)


@pytest.mark.parametrize(("pressed", "kept"), [("1", "1"), ("2", "2"), ("4111111111111111", "0")])
def test_only_keys_that_answer_are_kept(pressed: str, kept: str) -> None:
    """Other digits may be a card number."""
    play = Play(Call(CALL))
    for command in opening():
        play.ask(command)
    play.ask(PressDigits(id="p", at=NOON, digits=pressed))
    last = fixture(play.events)[-1]
    assert isinstance(last, e.DigitsPressed)
    assert last.digits == kept


@pytest.mark.parametrize("said", SAID)
def test_words_become_others_that_are_understood_in_the_same_way(said: str) -> None:
    """As a yes or no, as the answer whether a text arrived, and as a request for a text."""
    plain = plain_words(said, "")
    assert (answer(plain), arrival(plain), asks_for_text(plain)) == (
        answer(said),
        arrival(said),
        asks_for_text(said),
    )


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Ann here, my kitchen is on fire", e.EmergencyHeard),
        ("Please never text Ann again, stop texting me", e.OptOutHeard),
        ("Ann does not want texts, don't text me", e.AgentSpoke),
        ("This is Ann and I don't want to be recorded", e.RecordingDeclined),
        ("Thanks, bye", e.CallClosing),
    ],
)
def test_what_the_core_answers_itself_is_answered_in_the_fixture(
    said: str, kind: type[e.CallEvent]
) -> None:
    """Danger, opt-outs, recording and goodbye; the agent's goodbye stays one."""
    received, *others = opening()
    play = Play(Call(CALL))
    for command in (received.model_copy(update={"emergency_words": "Dial 911."}), *others):
        play.ask(command)
    if kind is e.CallClosing:
        play.ask(c.Speak(id="s", at=NOON, text="Goodbye, Ann."))
    play.ask(c.HearCaller(id="h", at=NOON, text=said))
    assert kind in {type(event) for event in play.steps[-1][1]}
    anonymous = fixture(play.events)
    assert [event.type for event in anonymous] == [event.type for event in play.events]
    written = everything(anonymous)
    assert [one for one in ("Ann", "kitchen") if one in written] == []


def test_what_the_caller_wrote_is_removed_from_a_fixture() -> None:
    """A text during the call, and the words of an opt-out that a refusal cites."""
    play = Play(Call(CALL))
    for command in opening():
        play.ask(command)
    play.ask(c.HearText(id="t", at=NOON, text_id="harbor-dental.text.1", body="Ann is late"))
    cited = KnownOptOut(source="words", at=NOON, words="never text Ann")
    known = facts(opted_out=True).model_copy(update={"opt_outs": (cited,)})
    play.ask(c.CallTool(id="u", at=NOON, tool=TEXT, tool_call_id="u", arguments={}, texting=known))
    assert {e.CallerTexted, e.SmsRefused} <= {type(event) for event in play.events}
    assert "Ann" not in everything(fixture(play.events))


def test_a_yes_that_names_the_destination_stays_a_yes() -> None:
    """The name itself is removed: it may be a person's."""
    said = "Put me through to Scheduling"
    assert answer(said, "Scheduling") is Answer.YES
    plain = plain_words(said, "Scheduling")
    assert answer(plain) is Answer.YES
    assert "Scheduling" not in plain


def test_the_stock_phrases_cover_nearly_every_combination_of_answers() -> None:
    """Only a yes that also says that the text did not arrive has no stock phrase."""
    known = {(answer(said), arrival(said)) for said in SAYINGS}
    assert {Answer.YES, Answer.NO, Answer.UNCLEAR} == {one for one, _ in known}
    missing = set(product(Answer, Answer)) - known
    assert missing == {(Answer.YES, Answer.NO)}


@given(st.text(max_size=40))
def test_any_words_become_others_that_are_the_same_answer(said: str) -> None:
    """A transfer is confirmed in the fixture exactly when it was confirmed in the call."""
    assert answer(plain_words(said, "")) is answer(said)


def claimed(words: str) -> list[tuple[str, str]]:
    """What is claimed, without the words."""
    return [(claim.action, claim.tense) for claim in claims(words)]


def decides(words: str) -> tuple[object, ...]:
    """All that the core reads in an agent's words."""
    answered = (question_in(words), may_be_answered(words), says_goodbye(words))
    return (*answered, claimed(words), mentions_text(words), admits_failure(words))


@pytest.mark.parametrize("kind", Promised)
def test_a_stock_sentence_claims_one_thing_and_means_nothing_else(kind: Promised) -> None:
    """So any of them can be put together."""
    claim = [(kind.action, kind.tense)]
    assert decides(CLAIMS[kind]) == (None, False, False, claim, False, False)


STOCK = st.lists(st.sampled_from([*CLAIMS.values(), MENTION, ADMISSION]), max_size=5)


@given(STOCK, st.sampled_from(ENDINGS), st.sampled_from(["", "Goodbye."]))
def test_any_meaning_of_an_agents_words_has_a_stand_in(
    said: list[str], ending: str, parting: str
) -> None:
    """Whatever it claims, in any order, with any question or goodbye."""
    text = " ".join(["Ann Smith.", *said, ending, parting])
    stand_in = plain_speech(c.Speak(id="s", at=NOON, text=text))["text"]
    assert decides(stand_in) == decides(text)
    assert "Ann" not in stand_in


@given(st.sampled_from(AGENT_SAYINGS), st.integers(0, 90))
def test_the_heard_part_of_an_agents_words_claims_the_same(text: str, heard: int) -> None:
    """Also where the words were cut off in a sentence."""
    report = c.ReportAgentWords(id="r", at=NOON, text=text, heard_chars=heard)
    plain = plain_report(report)
    before, after = text[:heard], plain["text"][: plain["heard_chars"]]
    assert (claimed(after), mentions_text(after)) == (claimed(before), mentions_text(before))
    assert question_in(plain["text"], plain["heard_chars"]) == question_in(text, heard)


def test_what_was_heard_of_a_promise_is_heard_of_its_stand_in() -> None:
    """A speech is cut off behind its first promise: only that one is flagged, as in the call."""
    play = Play(Call(CALL))
    for command in opening():
        play.ask(command)
    first = "I am transferring you to Ann Smith, as you asked me to when you called us."
    text = f"{first} I've turned the recording off for you, Ann."
    play.ask(c.Speak(id="s", at=NOON, text=text))
    (speech,) = [one for one, known in play.call.speeches.items() if known.text == text]
    cut = {"heard_chars": len(first), "finished": False, "began_at": NOON, "ended_at": NOON}
    play.ask(c.ReportSpeech(id="h", at=NOON, speech_id=speech, **cut))
    play.ask(c.SettlePromises(id="p", at=NOON, said=tuple(p.said for p in play.call.promises)))
    flags = [one.action for one in fixture(play.events) if isinstance(one, e.PromiseFlagged)]
    assert flags == ["transfer"]


def test_a_call_that_is_decided_differently_today_makes_no_fixture() -> None:
    """The error names the position and what to do instead."""
    history = story()
    history[12] = history[12].model_copy(update={"text": "Yes please."})
    with pytest.raises(NoFixture, match=r"position 13: .* without --redact"):
        fixture(history)
