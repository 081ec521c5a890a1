"""The outcome of a text: it is attempted once, then settled by any report, in any order."""

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import SendText, open_effects, send_text
from hookflash.projections.texts.explanation import explain
from hookflash.testing import (
    ProviderAnswer,
    TextReport,
    call_ends,
    step,
    such,
    text_answer,
    text_is_attempted,
    text_is_flagged,
    text_is_not_found,
    text_key,
    text_report,
)
from tests.cast import BOOKING, CALL, CALLER, NUMBER
from tests.unit.call.situations import TEXTED, a_call

ATTEMPTED = (*TEXTED, text_is_attempted())
TAKEN = (*ATTEMPTED, text_answer("accepted", provider_id="SM1"))
LOST = (*ATTEMPTED, text_answer("unknown", reason="no answer within 10 s"))
PUT_OFF = (*ATTEMPTED, text_answer("postponed", reason="throttled", seconds=2.5))


def test_the_attempt_is_recorded_before_the_provider_is_asked() -> None:
    """The request follows from the log, under its effect key."""
    story = a_call(*TEXTED)
    assert open_effects(story.call) == (
        SendText(
            workspace="harbor-dental",
            provider_call_id="CA1",
            call_id=CALL,
            effect_key=text_key(story),
            attempt=1,
            recipient=CALLER,
            sender=NUMBER,
            body=BOOKING,
        ),
    )
    story.when(text_is_attempted()).then(such(e.SmsAttempted, attempt=1))
    assert open_effects(story.call) == ()


def test_a_second_worker_does_not_attempt_it_as_well() -> None:
    """It lost the race for the first attempt (faults 19, 20)."""
    a_call(*ATTEMPTED).when(text_is_attempted()).then_nothing()


@pytest.mark.parametrize("attempt", [1, 2])
def test_it_is_not_attempted_again_while_its_outcome_is_unknown(attempt: int) -> None:
    """Neither after the attempt nor after an unclear answer (faults 6, 9, 11)."""
    a_call(*ATTEMPTED).when(text_is_attempted(attempt)).then_nothing()
    a_call(*LOST).when(text_is_attempted(attempt)).then_nothing()


def test_a_lost_text_is_attempted_again_if_the_provider_sends_once_per_key() -> None:
    """The provider promised it, and the request is exactly the same (fault 12)."""
    story = a_call(*LOST)
    again = send_text(story.call, text_key(story))
    story.when(text_is_attempted(2, idempotent=True))
    story.then(such(e.SmsAttempted, attempt=2, idempotent=True))
    first = send_text(a_call(*TEXTED).call, again.effect_key)
    since = again.first_attempted_at
    assert again == first.model_copy(update={"attempt": 2, "first_attempted_at": since})


def test_that_promise_does_not_help_while_an_attempt_is_under_way() -> None:
    """Only a recorded answer, or a recorded timeout, allows the next attempt."""
    a_call(*ATTEMPTED).when(text_is_attempted(2, idempotent=True)).then_nothing()


def test_an_attempt_out_of_order_is_ignored() -> None:
    """The third cannot come before the second."""
    a_call(*PUT_OFF).when(text_is_attempted(3)).then_nothing()


def test_the_provider_accepts_it() -> None:
    """Under the provider's own id."""
    a_call(*ATTEMPTED).when(text_answer("accepted", provider_id="SM1")).then(
        such(e.SmsAccepted, provider_id="SM1")
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("21610", "opted out"),
        ("30006", "landline"),
        ("30034", "not registered"),
        ("30032", "toll-free verification is missing"),
    ],
)
def test_a_permanent_refusal_fails_the_text_with_the_carriers_code(code: str, said: str) -> None:
    """Opted out, landline, unregistered, unverified (fault 10); each has plain words."""
    story = a_call(*ATTEMPTED).when(text_answer("refused", code=code, reason="as the carrier says"))
    story.then(such(e.SmsFailed, status="failed", code=code))
    assert said in explain("failed", "as the carrier says", code)
    (text,) = story.call.texts.values()
    assert (text.status, text.effect) == ("failed", "settled")


def test_an_unclear_answer_leaves_it_unknown() -> None:
    """A timeout or a 5xx is not a failure."""
    story = a_call(*ATTEMPTED).when(text_answer("unknown", reason="HTTP 502"))
    story.then(such(e.SmsOutcomeUnknown, attempt=1, reason="HTTP 502"))
    assert [text.status for text in story.call.texts.values()] == ["unknown"]


def test_a_throttled_request_is_retried() -> None:
    """A 429 was not processed (fault 8)."""
    story = a_call(*ATTEMPTED).when(text_answer("postponed", reason="throttled", seconds=2.5))
    story.then(such(e.SmsPostponed, attempt=1, seconds=2.5))
    story.when(text_is_attempted(2)).then(such(e.SmsAttempted, attempt=2))


def test_an_attempt_that_did_nothing_says_nothing_about_the_one_before() -> None:
    """The first may have been accepted, so the text stays unknown (fault 11)."""
    throttled = text_answer("postponed", attempt=2, reason="throttled", seconds=2.5)
    story = a_call(*LOST, text_is_attempted(2, idempotent=True)).when(throttled)
    story.then(such(e.SmsOutcomeUnknown, attempt=2))
    story.when(text_is_attempted(3)).then_nothing()


@pytest.mark.parametrize("outcome", ["refused", "unknown", "postponed"])
def test_the_answer_to_an_earlier_attempt_is_stale(outcome: ProviderAnswer) -> None:
    """The second attempt is under way."""
    second = text_is_attempted(2)
    a_call(*PUT_OFF, second).when(text_answer(outcome, attempt=1)).then_nothing()


def test_the_acceptance_of_an_earlier_attempt_counts() -> None:
    """The text is on its way, whichever attempt sent it."""
    second = text_is_attempted(2)
    a_call(*PUT_OFF, second).when(text_answer("accepted", attempt=1)).then(e.SmsAccepted)


def test_a_report_may_come_before_the_answer() -> None:
    """It settles the attempt, and the answer adds nothing (fault 15)."""
    story = a_call(*ATTEMPTED).when(text_report("sent", provider_id="SM1"))
    story.then(such(e.SmsAccepted, provider_id="SM1"), e.SmsSent)
    story.when(text_answer("accepted", provider_id="SM1")).then_nothing()
    story.when(text_report("delivered")).then(e.SmsDelivered)


def test_a_report_finds_a_text_whose_answer_was_lost() -> None:
    """It carries the key, so the outcome is known (fault 6)."""
    story = a_call(*LOST).when(text_report("delivered", provider_id="SM1"))
    story.then(such(e.SmsAccepted, provider_id="SM1"), e.SmsDelivered)
    assert [text.effect for text in story.call.texts.values()] == ["settled"]


def test_delivered_may_come_before_sent() -> None:
    """The status only moves forward; the late report is noted (fault 14)."""
    story = a_call(*TAKEN, text_report("delivered")).when(text_report("sent"))
    story.then(such(e.LateReportNoted, report="sms_sent", detail="delivered"))
    assert [text.status for text in story.call.texts.values()] == ["delivered"]


def test_a_report_that_comes_twice_is_one_event() -> None:
    """The provider's id of the report is in the log (fault 13)."""
    a_call(*TAKEN).when(text_report("delivered")).once_more().then_nothing()


@pytest.mark.parametrize("first", ["delivered", "undelivered", "failed"])
@pytest.mark.parametrize("second", ["accepted", "sent", "delivered", "undelivered", "failed"])
def test_a_final_status_is_final(first: TextReport, second: TextReport) -> None:
    """Later reports are noted and change nothing."""
    story = a_call(*TAKEN, text_report(first)).when(text_report(second))
    story.then(e.LateReportNoted)
    assert [text.status for text in story.call.texts.values()] == [first]


def test_the_carriers_code_is_recorded_with_a_failure() -> None:
    """Undelivered and failed are different outcomes."""
    story = a_call(*TAKEN).when(text_report("undelivered", code="30006", reason="a landline"))
    story.then(such(e.SmsFailed, status="undelivered", code="30006", reason="a landline"))


def test_a_report_about_an_unknown_text_is_noted() -> None:
    """It is not an error."""
    strange = step(c.ReportSms, effect_key="another", status="sent")
    a_call(*TAKEN).when(strange).then(such(e.LateReportNoted, about="another"))


def test_an_answer_about_an_unknown_action_is_noted() -> None:
    """It is not an error."""
    strange = step(c.RecordOutcome, effect_key="another", attempt=1, outcome="accepted")
    a_call(*TAKEN).when(strange).then(such(e.LateReportNoted, about="another"))


def test_a_text_that_was_not_attempted_is_cancelled_with_the_call() -> None:
    """The caller hung up before it was sent (fault 30)."""
    story = a_call(*TEXTED).when(call_ends())
    story.then(such(e.SmsCancelled, reason="call_ended"), e.CallEnded)
    assert open_effects(story.call) == ()
    story.when(text_is_attempted()).then_nothing()


def test_a_postponed_text_is_cancelled_with_the_call() -> None:
    """The provider is known not to have it."""
    story = a_call(*PUT_OFF).when(call_ends()).then(e.SmsCancelled, e.CallEnded)
    story.when(text_is_attempted(2)).then_nothing()


def test_a_text_that_is_postponed_after_the_call_is_cancelled() -> None:
    """The attempt was under way when the caller hung up, and did nothing."""
    story = a_call(*ATTEMPTED, call_ends()).when(text_answer("postponed", seconds=2.5))
    story.then(such(e.SmsCancelled, reason="call_ended"))
    story.when(text_is_attempted(2)).then_nothing()


def test_a_lost_text_is_not_attempted_again_after_the_call() -> None:
    """No attempt begins without a call, whatever the provider promises."""
    story = a_call(*LOST, call_ends())
    story.when(text_is_attempted(2, idempotent=True)).then_nothing()


def test_receipts_may_come_after_the_call() -> None:
    """A text outlives its call."""
    story = a_call(*ATTEMPTED, call_ends()).when(text_answer("accepted", provider_id="SM1"))
    story.then(e.SmsAccepted).then_state("ended")
    story.when(text_report("delivered")).then(e.SmsDelivered).then_state("ended")


def test_an_empty_search_is_recorded_and_proves_nothing() -> None:
    """The text is still unknown, and is not sent again (fault 7)."""
    story = a_call(*LOST).when(text_is_not_found(1)).then(such(e.SmsSought, search=1))
    story.when(text_is_attempted(2)).then_nothing()
    story.when(text_report("accepted", provider_id="SM1")).then(e.SmsAccepted)


def test_searches_are_counted() -> None:
    """A search reported by two workers counts once, and none is left out."""
    story = a_call(*LOST, text_is_not_found(1))
    story.when(text_is_not_found(1)).then_nothing()
    story.when(text_is_not_found(3)).then_nothing()
    story.when(text_is_not_found(2)).then(such(e.SmsSought, search=2))


def test_a_settled_text_is_not_searched_for() -> None:
    """No event is added."""
    a_call(*TAKEN, text_report("delivered")).when(text_is_not_found(1)).then_nothing()


def test_a_text_that_cannot_be_found_is_flagged() -> None:
    """Once, so that a person looks at it (faults 1-4)."""
    story = a_call(*LOST).when(text_is_flagged()).then(e.ActionFlagged)
    assert [text.flagged for text in story.call.texts.values()] == [True]
    story.when(text_is_flagged()).then_nothing()


def test_a_settled_text_is_not_flagged() -> None:
    """The receipt came just in time."""
    a_call(*LOST, text_report("delivered")).when(text_is_flagged()).then_nothing()


def test_a_flagged_text_may_yet_be_found() -> None:
    """The receipt came late."""
    story = a_call(*LOST, text_is_flagged()).when(text_report("delivered"))
    story.then(e.SmsAccepted, e.SmsDelivered)


def test_an_answer_keeps_the_id_from_a_report() -> None:
    """A report without an id does not erase it either."""
    story = a_call(*LOST, text_report("accepted", provider_id="SM1"), text_report("sent"))
    assert [text.provider_id for text in story.call.texts.values()] == ["SM1"]
