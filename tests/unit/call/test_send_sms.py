"""Whether a text may be sent: one test for each rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call import events as e
from hookflash.domain.call.commands import CallTool
from hookflash.domain.event import Actor
from hookflash.domain.job.action import SendSms
from hookflash.domain.policy.texting import WORDS, Draft, TextingFacts, judge, refusal
from hookflash.domain.workspace.number import NumberKind, Registration
from hookflash.testing import (
    Step,
    agent_answers,
    agent_says,
    agent_uses,
    call_comes_in,
    caller_presses,
    caller_says,
    step,
    such,
    text_answer,
    text_is_attempted,
)
from tests.cast import (
    ACTIONS,
    BOOKING,
    CALLER,
    LANDLINE,
    NUMBER,
    OTHER_TEXT,
    TEXT,
    TO_INBOX,
    facts,
    saved,
)
from tests.unit.call.situations import AGREED, ASKED, CONVERSING, ENDED, RINGING, TEXTED, a_call

TAKEN = (*TEXTED, text_is_attempted(), text_answer("accepted", provider_id="SM1"))
OFFERED = (*TAKEN, agent_says("Shall I send it again?", asks="sms_again"))


def a_text_saying(body: str) -> tuple[Step, ...]:
    """A call whose agent has one text to send."""
    return (call_comes_in(actions=(saved(TEXT, SendSms(body=body)),)), agent_answers())


def test_a_text_goes_to_the_caller_from_the_number_they_called() -> None:
    """The tool has no argument for another recipient or sender."""
    wanted = such(e.SmsRequested, recipient=CALLER, sender=NUMBER, body=BOOKING, occurrence=1)
    a_call(*CONVERSING).when(agent_uses(TEXT)).then(wanted).then_state("conversing")


def test_the_checks_are_recorded_with_the_decision() -> None:
    """The facts are stored with the request, and each check says what it found."""
    story = a_call(*CONVERSING).when(agent_uses(TEXT))
    (requested,) = story.last
    assert isinstance(requested, e.SmsRequested)
    assert requested.facts == facts()
    assert [(check.check, check.found) for check in requested.checks] == [
        ("registration", "A2P 10DLC: approved"),
        ("caller_id", "given"),
        ("textable", "can be texted"),
        ("consent", "no objection"),
        ("quiet_hours", "not set"),
        ("body", f"{len(BOOKING)} characters"),
        ("repetition", "asked for"),
    ]


def test_a_refusal_records_every_check() -> None:
    """If two fail, both are recorded, and the first is the reason."""
    barred = facts("pending", opted_out=True)
    story = a_call(*CONVERSING).when(agent_uses(TEXT, texting=barred))
    (refused,) = story.last
    assert isinstance(refused, e.SmsRefused)
    assert [check.reason for check in refused.checks if check.reason] == [
        "registration_pending",
        "opted_out",
    ]
    assert refused.reason == "registration_pending"


@pytest.mark.parametrize("kind", ["local", "toll_free"])
@pytest.mark.parametrize(
    ("registration", "reason"),
    [
        ("unregistered", "not_registered"),
        ("pending", "registration_pending"),
        ("rejected", "registration_rejected"),
        (None, "number_released"),
    ],
)
def test_an_unregistered_number_sends_nothing(
    registration: Registration | None, kind: NumberKind, reason: str
) -> None:
    """Local and toll-free alike: no text leaves without an approved registration."""
    known = facts(registration, kind)
    a_call(*CONVERSING).when(agent_uses(TEXT, texting=known)).then_refused(reason)


@pytest.mark.parametrize(
    ("kind", "scheme"), [("local", "A2P 10DLC"), ("toll_free", "toll-free verification")]
)
def test_each_kind_of_number_has_its_own_registration(kind: NumberKind, scheme: str) -> None:
    """The record names the scheme that was checked."""
    story = a_call(*CONVERSING).when(agent_uses(TEXT, texting=facts("approved", kind)))
    story.then(such(e.SmsRequested, recipient=CALLER))
    (requested,) = story.last
    assert isinstance(requested, e.SmsRequested)
    assert requested.checks[0].found == f"{scheme}: approved"


def test_a_caller_who_opted_out_is_not_texted() -> None:
    """STOP is respected."""
    barred = facts(opted_out=True)
    a_call(*CONVERSING).when(agent_uses(TEXT, texting=barred)).then_refused("opted_out")


def test_a_withheld_number_cannot_be_texted() -> None:
    """Without a caller id there is no recipient."""
    a_call(call_comes_in(contact=None), agent_answers()).when(agent_uses(TEXT)).then_refused(
        "no_caller_id"
    )


def test_a_landline_cannot_be_texted() -> None:
    """A landline in London, whose numbering plan tells them apart."""
    a_call(call_comes_in(contact=LANDLINE), agent_answers()).when(agent_uses(TEXT)).then_refused(
        "landline"
    )


@pytest.mark.parametrize("body", ["x", "x" * 1_600])
def test_a_body_has_one_to_1600_characters(body: str) -> None:
    """Both limits are allowed."""
    a_call(*a_text_saying(body)).when(agent_uses(TEXT)).then(such(e.SmsRequested, body=body))


@pytest.mark.parametrize(
    ("body", "reason"),
    [("", "body_empty"), ("  \n", "body_empty"), ("x" * 1_601, "body_too_long")],
)
def test_a_body_that_is_blank_or_too_long_is_refused(body: str, reason: str) -> None:
    """Saving a job checks this too, but the call does not rely on it."""
    a_call(*a_text_saying(body)).when(agent_uses(TEXT)).then_refused(reason)


def test_the_same_text_is_not_sent_twice_without_a_new_request() -> None:
    """A framework that lost the result calls again, or a model calls twice (fault 33)."""
    a_call(*TEXTED).when(agent_uses(TEXT)).then_refused("repeated")


def test_a_failed_text_is_not_sent_again_without_a_new_request() -> None:
    """The agent may not retry on its own."""
    failed = text_answer("refused", code="21610", reason="opted out")
    a_call(*TEXTED, text_is_attempted(), failed).when(agent_uses(TEXT)).then_refused("repeated")


def test_a_text_that_was_refused_does_not_count_as_sent() -> None:
    """It is refused for the same reason as before, not as a repetition."""
    barred = facts(opted_out=True)
    story = a_call(*CONVERSING, agent_uses(TEXT, texting=barred))
    story.when(agent_uses(TEXT, texting=barred)).then_refused("opted_out")


def test_another_action_is_another_text() -> None:
    """Each action is counted on its own."""
    wanted = such(e.SmsRequested, tool=OTHER_TEXT)
    a_call(*TEXTED).when(agent_uses(OTHER_TEXT)).then(wanted)


def test_the_caller_may_ask_for_the_text_again() -> None:
    """A new request, in any words, makes a new text with a key of its own."""
    story = a_call(*TAKEN, caller_says("Could you text me the link again?"))
    story.when(agent_uses(TEXT)).then(such(e.SmsRequested, occurrence=2))
    first, second = story.call.texts
    assert first != second


@pytest.mark.parametrize("agrees", [caller_says("Yes please"), caller_presses("1")])
def test_a_yes_to_the_offer_to_send_it_again_is_a_new_request(agrees: Step) -> None:
    """Spoken or by keypress."""
    wanted = such(e.SmsRequested, occurrence=2)
    a_call(*OFFERED, agrees).when(agent_uses(TEXT)).then(wanted)


@pytest.mark.parametrize(
    "answers", [caller_says("No thanks"), caller_presses("2"), caller_says("I am not sure")]
)
def test_only_a_yes_to_the_offer_is_a_request(answers: Step) -> None:
    """After “no” and “maybe” no second text is sent."""
    a_call(*OFFERED, answers).when(agent_uses(TEXT)).then_refused("repeated")


def test_a_yes_without_an_offer_is_not_a_request() -> None:
    """It answers no question."""
    a_call(*TAKEN, caller_says("Yes please")).when(agent_uses(TEXT)).then_refused("repeated")


def test_a_yes_to_another_question_after_the_offer_is_not_a_request() -> None:
    """The agent moved on before the caller answered."""
    moved_on = agent_says("Do you have any other question?", asks="other")
    story = a_call(*OFFERED, moved_on, caller_says("Yes please"))
    story.when(agent_uses(TEXT)).then_refused("repeated")


def test_a_yes_that_does_not_follow_the_offer_at_once_is_not_a_request() -> None:
    """The caller asked something in between, so the yes is about that."""
    story = a_call(*OFFERED, caller_says("What are your hours?"), agent_says("Nine to five."))
    story.given(caller_says("Yes please")).when(agent_uses(TEXT)).then_refused("repeated")


def test_one_yes_allows_one_text() -> None:
    """The next text needs a request of its own."""
    story = a_call(*OFFERED, caller_says("Yes please"), agent_uses(TEXT))
    story.when(agent_uses(TEXT)).then_refused("repeated")


def test_an_offer_to_repeat_one_text_is_not_a_request_for_another() -> None:
    """The yes belongs to the text that was offered."""
    first = (*CONVERSING, agent_uses(OTHER_TEXT), agent_uses(TEXT))
    offered = agent_says("Shall I send it again?", asks="sms_again")
    story = a_call(*first, offered, caller_says("Yes please"))
    story.when(agent_uses(OTHER_TEXT)).then_refused("repeated")


def test_no_text_is_sent_before_the_call_is_answered() -> None:
    """The call is not live yet."""
    a_call(*RINGING).when(agent_uses(TEXT)).then_refused("no_live_call", by=Actor.SYSTEM)


def test_no_text_is_sent_after_the_call() -> None:
    """The call is not live any more."""
    a_call(*ENDED).when(agent_uses(TEXT)).then_refused("no_live_call", by=Actor.SYSTEM)


def test_no_text_is_sent_while_the_caller_is_asked_about_a_transfer() -> None:
    """The question comes first."""
    a_call(*ASKED).when(agent_uses(TEXT)).then_refused("answer_pending")


def test_a_transfer_may_follow_a_text() -> None:
    """In the same call."""
    proposed = such(e.TransferProposed, tool=TO_INBOX)
    a_call(*TAKEN).when(agent_uses(TO_INBOX)).then(proposed, e.AgentSpoke)


def test_a_text_that_was_requested_before_a_transfer_still_goes_out() -> None:
    """It was promised before the agent left."""
    story = a_call(*TEXTED, agent_uses(TO_INBOX), caller_says("Yes please"))
    story.when(text_is_attempted()).then(such(e.SmsAttempted, attempt=1))


def test_nothing_can_be_sent_after_a_transfer() -> None:
    """The agent has left."""
    a_call(*AGREED).when(agent_uses(TEXT)).then_refused("agent_left", by=Actor.SYSTEM)


def test_a_test_call_follows_the_same_rules() -> None:
    """Test calls are decided by the real rules."""
    on_test = (call_comes_in(contact=None, test=True), agent_answers())
    a_call(*on_test).when(agent_uses(TEXT)).then_refused("no_caller_id")


def test_a_job_edited_during_a_call_changes_nothing_in_it() -> None:
    """The call keeps the actions it began with (fault 35): they are in its first event."""
    story = a_call(*CONVERSING)
    assert tuple(story.call.actions.values()) == ACTIONS
    story.when(agent_uses(TEXT)).then(such(e.SmsRequested, body=BOOKING))


def test_asking_for_a_text_without_facts_is_an_error() -> None:
    """The caller of ``decide`` made a mistake; nothing is sent on a guess."""
    unknown = step(CallTool, tool=TEXT, tool_call_id="model-1")
    with pytest.raises(ValueError, match="texting"):
        a_call(*CONVERSING).when(unknown)


@given(
    st.builds(
        Draft,
        recipient=st.sampled_from([None, CALLER, LANDLINE]),
        body=st.text() | st.just("x" * 1_601),
    ),
    st.builds(TextingFacts),
)
def test_every_reason_has_plain_words(draft: Draft, known: TextingFacts) -> None:
    """The agent can repeat them to the caller."""
    reasons = {check.reason for check in judge(draft, known)} - {""}
    assert all(WORDS[reason].endswith(".") for reason in reasons)
    assert (refusal(judge(draft, known)) in reasons) == bool(reasons)
