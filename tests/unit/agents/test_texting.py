"""The agent announces a text, sends it, and asks whether it arrived."""

from dataclasses import replace

import pytest

from hookflash.domain.call.conversation import Question, SmsStatus
from tests.unit.agents.driver import Core, job
from tests.unit.agents.trades import BOOK_LINK, BOOKING, DENTIST, RESTAURANT, VET

BOOK = "Hi, I'd like to book a cleaning"


def test_it_announces_sends_and_asks_in_one_turn() -> None:
    """In this order."""
    call = Core(DENTIST).says(BOOK)
    assert [(line.by, line.text or line.tool) for line in call.lines[2:]] == [
        ("agent", "I'll text you the scheduling link now."),
        ("tool", "send_sms_1"),
        ("agent", "I've just sent it. Has the text arrived?"),
    ]
    assert call.asked == "sms_arrived"


@pytest.mark.parametrize("status", ["queued", "accepted", "sent", "delivered"])
def test_it_asks_as_soon_as_the_text_is_on_its_way(status: SmsStatus) -> None:
    """A receipt may take longer than the caller is willing to wait."""
    call = Core(DENTIST, outcomes=[(status, "")]).says(BOOK)
    assert call.asked == "sms_arrived"


def test_an_arrived_text_leads_on() -> None:
    """The agent thanks the caller and asks for more."""
    call = Core(DENTIST).says(BOOK, "Yes, got it")
    assert call.last == "Great, thank you. Is there anything else I can help with?"


def test_a_no_to_anything_else_ends_in_a_goodbye() -> None:
    """Nothing more is sent."""
    call = Core(DENTIST).says(BOOK, "yes", "no that's all, thanks")
    assert call.last == "Thank you for calling. Goodbye!"
    assert call.sent == [BOOK_LINK]


@pytest.mark.parametrize("words", ["not yet", "I didn't get it", "nothing here"])
def test_a_missing_text_is_offered_again(words: str) -> None:
    """It is not sent again before the caller agrees."""
    call = Core(DENTIST).says(BOOK, words)
    assert call.last == "I'm sorry about that. Shall I send it again?"
    assert call.asked == "sms_again"
    assert call.sent == [BOOK_LINK]


def test_a_yes_to_the_offer_sends_it_again() -> None:
    """It is announced as before."""
    call = Core(DENTIST).says(BOOK, "no", "yes please")
    assert call.spoken[0] == "I'll text you the scheduling link again."
    assert call.sent == [BOOK_LINK, BOOK_LINK]
    assert call.asked == "sms_arrived"


def test_asking_for_a_person_is_not_a_yes_to_the_offer() -> None:
    """It would be a yes to a transfer."""
    call = Core(DENTIST).says(BOOK, "no", "put me through to a person")
    assert call.sent == [BOOK_LINK]
    assert call.proposed == ["Scheduling"]


def test_after_a_no_to_the_offer_the_call_continues() -> None:
    """Nothing is sent."""
    call = Core(DENTIST).says(BOOK, "no", "no, never mind")
    assert call.sent == [BOOK_LINK]
    assert call.last == "Alright. Is there anything else I can help with?"


def test_a_text_may_arrive_during_the_offer() -> None:
    """It is not sent again then."""
    call = Core(DENTIST).says(BOOK, "not yet", "oh wait, it just came in")
    assert call.sent == [BOOK_LINK]
    assert call.last.startswith("Great, thank you.")


def test_a_request_to_resend_needs_no_offer() -> None:
    """A caller who says "send it again" is not asked whether to."""
    call = Core(DENTIST).says(BOOK, "no, can you send it again")
    assert call.sent == [BOOK_LINK, BOOK_LINK]


def test_a_request_to_resend_may_come_later() -> None:
    """At any time in the call."""
    call = Core(DENTIST).says(BOOK, "got it", "could you text me the link again?")
    assert call.sent == [BOOK_LINK, BOOK_LINK]


def test_repeating_a_need_is_not_a_request_to_resend() -> None:
    """The agent says that the text was sent, and offers it again."""
    call = Core(DENTIST).says(BOOK, "got it", "I want to book an appointment")
    assert call.sent == [BOOK_LINK]
    assert call.last == "I've already texted you the scheduling link. Shall I send it again?"
    assert call.says("yes").sent == [BOOK_LINK, BOOK_LINK]


@pytest.mark.parametrize(
    ("outcome", "words", "asked"),
    [
        (("refused", "opted_out"), "You've opted out of texts from us", "other"),
        (("failed", "30003"), "couldn't be delivered", "sms_again"),
    ],
)
def test_repeating_a_need_after_a_failure_explains_the_failure_again(
    outcome: tuple[SmsStatus, str], words: str, asked: str
) -> None:
    """Nothing is sent without the caller's agreement."""
    call = Core(DENTIST, outcomes=[outcome]).says(BOOK, "no", "I do want an appointment")
    assert words in call.last
    assert call.asked == asked
    assert len(call.texts) == 1


def test_a_repetition_that_the_core_refused_is_offered() -> None:
    """The offer is bound to the text that was sent."""
    call = Core(DENTIST).says(BOOK, "got it", "thanks")
    turned_away = {"effect_key": "text-1", "status": "refused", "reason": "repeated"}
    call.texts.append(call.texts[0].model_copy(update={**turned_away, "arrived": None}))
    call.lines.append(replace(call.lines[3], text="repeated"))
    call.turn()
    assert call.last == "I've already texted you the scheduling link. Shall I send it again?"
    assert call.lines[-1].asks == Question(kind="sms_again", about="text-0")


def test_words_before_the_arrival_question_may_answer_it() -> None:
    """If they are an answer."""
    call = Core(DENTIST).says(BOOK)
    call.lines.pop()
    assert call.says("oh, it just came in").last.startswith("Great, thank you.")
    call = Core(DENTIST).says(BOOK)
    call.lines.pop()
    assert call.says("by the way, nice weather").last == "Sorry, did the text reach you?"


def test_a_goodbye_instead_of_an_answer_ends_the_call() -> None:
    """The arrival question is dropped."""
    assert Core(DENTIST).says(BOOK, "goodbye").last == "Thank you for calling. Goodbye!"


def test_it_stops_offering_after_three_tries() -> None:
    """A text that failed to arrive three times is not offered again."""
    call = Core(DENTIST).says(BOOK, "no", "yes", "no", "yes", "no")
    assert call.sent == [BOOK_LINK] * 3
    assert "doesn't seem to be reaching you" in call.last


def test_an_unclear_answer_is_asked_about_once_more() -> None:
    """Then the agent moves on."""
    call = Core(DENTIST).says(BOOK, "the weather is bad")
    assert call.last == "Sorry, did the text reach you?"
    assert call.says("purple elephants").last.startswith("No problem.")
    assert call.asked == "other"


def test_it_waits_while_the_caller_checks() -> None:
    """It keeps its question."""
    call = Core(DENTIST).says(BOOK, "let me check")
    assert call.last == "Of course, take your time. Has the text arrived?"
    assert call.says("yes it's here").last.startswith("Great")


def test_a_keypress_answers_too() -> None:
    """1 is yes, 2 is no."""
    assert Core(DENTIST).says(BOOK).presses("1").last.startswith("Great")
    call = Core(DENTIST).says(BOOK).presses("2")
    assert call.asked == "sms_again"
    assert call.presses("1").sent == [BOOK_LINK, BOOK_LINK]


def test_a_text_with_an_unknown_outcome() -> None:
    """The agent says so and asks the caller."""
    call = Core(DENTIST, outcomes=[("unknown", "")]).says(BOOK)
    assert call.last == "I can't tell whether the text went out. Has it reached you?"
    assert call.asked == "sms_arrived"
    assert call.says("no", "yes please").sent == [BOOK_LINK, BOOK_LINK]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("opted_out", "You've opted out of texts from us"),
        ("not_registered", "not able to send texts from this number"),
        ("registration_pending", "not able to send texts from this number"),
        ("registration_rejected", "not able to send texts from this number"),
        ("The caller has opted out of texts.", "You've opted out of texts from us"),
        ("no_caller_id", "can't see the number you're calling from"),
        ("landline", "can't text the number you're calling from"),
        ("not_textable", "can't text the number you're calling from"),
        ("body_empty", "a problem with that text on our side"),
        ("body_too_long", "a problem with that text on our side"),
        ("no_live_call", "couldn't send the text"),
        ("region_not_allowed", "not able to text numbers from where you're calling"),
        ("special_range", "not able to text numbers from where you're calling"),
        ("call_limit", "as many texts as I can on this call"),
        ("contact_day_limit", "texted you as often as I can today"),
        ("workspace_day_limit", "can't send any more texts today"),
    ],
)
def test_a_refused_text_is_explained(reason: str, words: str) -> None:
    """In the caller's terms, without internal words; the agent does not ask whether it arrived."""
    call = Core(DENTIST, outcomes=[("refused", reason)]).says(BOOK)
    assert words in call.last
    assert reason not in call.last
    assert call.asked == "other"
    assert call.sent == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("30034", "not able to send texts from this number"),
        ("30032", "not able to send texts from this number"),
        ("21610", "Reply START"),
        ("30006", "can't text the number you're calling from"),
        ("30007", "your phone company blocked the text"),
        ("30003", "couldn't be delivered"),
        ("99999", "didn't go through"),
    ],
)
def test_a_failed_text_is_explained(code: str, words: str) -> None:
    """For every error code of a carrier."""
    call = Core(DENTIST, outcomes=[("failed", code)]).says(BOOK)
    assert words in call.last
    assert code not in call.last


def test_after_a_temporary_failure_another_attempt_is_offered() -> None:
    """It is made if the caller agrees."""
    call = Core(DENTIST, outcomes=[("undelivered", "30003")]).says(BOOK)
    assert call.asked == "sms_again"
    assert call.says("sure").sent == [BOOK_LINK, BOOK_LINK]


def test_a_late_failure_is_reported_once() -> None:
    """Even if the carrier reports it twice."""
    call = Core(DENTIST).says(BOOK).turns_out("failed", "30007")
    assert "blocked the text" in call.last
    told = len(call.spoken)
    assert len(call.turns_out("failed", "30007").spoken) == told
    assert call.says("okay, thanks").last == "Thank you for calling. Goodbye!"


def test_a_failure_is_not_reported_once_the_caller_has_the_text() -> None:
    """The caller knows better than the carrier."""
    call = Core(DENTIST).says(BOOK, "got it").turns_out("undelivered")
    assert call.last == "Great, thank you. Is there anything else I can help with?"


def test_a_failure_known_before_the_answer_is_explained() -> None:
    """Instead of an offer that would fail again."""
    call = Core(DENTIST).says(BOOK)
    call.texts[-1] = call.texts[-1].model_copy(update={"status": "failed", "reason": "30006"})
    call.says("no, nothing")
    assert "can't text the number" in call.last
    assert len(call.spoken) == 1


def test_a_caller_who_declines_texts_gets_none() -> None:
    """The agent confirms it."""
    call = Core(DENTIST).says("I'd like to book a cleaning but please don't text me anything")
    assert call.sent == []
    assert call.last == "Alright, I won't text you. Is there anything else I can help with?"


def test_after_declining_a_text_is_offered_not_sent() -> None:
    """The caller may come back to it."""
    call = Core(DENTIST).says("I want to book but don't text me", "well, how do I book then")
    assert call.last == "I can text you the scheduling link. Would you like that?"
    assert call.sent == []
    assert call.says("alright, yes").sent == [BOOK_LINK]


def test_after_declining_a_text_is_not_sent_again() -> None:
    """Although it was sent before."""
    call = Core(DENTIST).says(BOOK, "I don't want a text")
    assert call.sent == [BOOK_LINK]
    assert call.last.startswith("Alright, I won't text you.")


def test_several_texts_are_sent_one_by_one() -> None:
    """The agent asks about each before it sends the next."""
    call = Core(VET).says("I'd like to bring in my dog")
    assert call.sent == ["https://vet.example/form"]
    call.says("yes I have it")
    assert call.sent == ["https://vet.example/form", "https://vet.example/map"]
    assert call.spoken[0] == "Great, thank you. I'll text you the map now."


def test_the_caller_chooses_between_texts() -> None:
    """The agent asks if the words fit both equally well, else sends the one that fits."""
    call = Core(RESTAURANT).says("text me the link please")
    assert call.last == (
        "I can text you our menu, or text you the reservation link. Which would you like?"
    )
    assert call.says("the menu please").sent == ["https://bistro.example/menu"]
    assert Core(RESTAURANT).says("can you text me the menu").sent == ["https://bistro.example/menu"]


def test_a_request_for_a_text_without_any_to_send() -> None:
    """The agent says that it has none."""
    call = Core([job("Sales", "[/Transfer call: Sales]")]).says("can you text me your prices?")
    assert call.last.startswith("I'm sorry, there's nothing I can text you about that.")


@pytest.mark.parametrize(
    ("instructions", "announced"),
    [
        ("Text them our address: [/Send SMS: 1 Main St]", "our address"),
        ("Say you are sending a map, then [/Send SMS: https://m.example]", "a map"),
        ("Send the caller your price list. [/Send SMS: https://p.example]", "our price list"),
        ("Text their invoice: [/Send SMS: https://i.example]", "your invoice"),
        ("[/Send SMS: https://i.example]", "the link"),
        ("[/Send SMS: Open 9 to 5]", "the details"),
        ("Text it to them: [/Send SMS: Open 9 to 5]", "the details"),
    ],
)
def test_the_announcement_follows_the_instructions(instructions: str, announced: str) -> None:
    """Rephrased for the caller."""
    call = Core([job("Info", instructions)]).says("I'd like some information about parking")
    assert call.spoken[0] == f"I'll text you {announced} now."


def test_an_announced_text_is_sent_even_if_the_caller_speaks() -> None:
    """The agent then asks whether it arrived."""
    call = Core([BOOKING]).says(BOOK)
    call.lines, call.texts = call.lines[:3], []
    call.says("okay")
    assert call.sent == [BOOK_LINK]
    assert call.asked == "sms_arrived"


def test_a_caller_can_refuse_an_announced_text() -> None:
    """It is not sent then."""
    call = Core([BOOKING]).says(BOOK)
    call.lines, call.texts = call.lines[:3], []
    assert call.says("no, don't text me").sent == []
