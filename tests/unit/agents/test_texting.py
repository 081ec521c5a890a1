"""The agent announces a text, sends it, and asks whether it came."""

import pytest

from hookflash.domain.call.conversation import Question, SmsStatus
from tests.unit.agents.driver import Core, job
from tests.unit.agents.trades import BOOK_LINK, BOOKING, DENTIST, RESTAURANT, VET

BOOK = "Hi, I'd like to book a cleaning"


def test_the_sentence_of_the_product() -> None:
    """Announce, send, ask whether it came: in this order, in one turn."""
    call = Core(DENTIST).says(BOOK)
    assert [(line.by, line.text or line.tool) for line in call.lines[2:]] == [
        ("agent", "I'll text you the scheduling link now."),
        ("tool", "send_sms_1"),
        ("agent", "I've just sent it. Has the text arrived?"),
    ]
    assert call.asked == "sms_arrived"


@pytest.mark.parametrize("status", ["queued", "accepted", "sent", "delivered"])
def test_it_asks_as_soon_as_the_text_is_on_its_way(status: SmsStatus) -> None:
    """Receipts may take longer than the caller's patience."""
    call = Core(DENTIST, outcomes=[(status, "")]).says(BOOK)
    assert call.asked == "sms_arrived"


def test_a_text_that_came_leads_on() -> None:
    """A yes is thanked for, and the caller asked for more."""
    call = Core(DENTIST).says(BOOK, "Yes, got it")
    assert call.last == "Great, thank you. Is there anything else I can help with?"


def test_nothing_else_ends_in_a_goodbye() -> None:
    """No means no, and nothing is sent."""
    call = Core(DENTIST).says(BOOK, "yes", "no that's all, thanks")
    assert call.last == "Thank you for calling. Goodbye!"
    assert call.sent == [BOOK_LINK]


@pytest.mark.parametrize("words", ["not yet", "I didn't get it", "nothing here"])
def test_a_text_that_did_not_come_is_offered_again(words: str) -> None:
    """It is not sent again before the caller wants it."""
    call = Core(DENTIST).says(BOOK, words)
    assert call.last == "I'm sorry about that. Shall I send it again?"
    assert call.asked == "sms_again"
    assert call.sent == [BOOK_LINK]


def test_a_yes_to_the_offer_sends_it_again() -> None:
    """Announced as before."""
    call = Core(DENTIST).says(BOOK, "no", "yes please")
    assert call.spoken[0] == "I'll text you the scheduling link again."
    assert call.sent == [BOOK_LINK, BOOK_LINK]
    assert call.asked == "sms_arrived"


def test_a_person_instead_of_the_offer() -> None:
    """What would be a yes to a transfer is none to a text."""
    call = Core(DENTIST).says(BOOK, "no", "put me through to a person")
    assert call.sent == [BOOK_LINK]
    assert call.proposed == ["Scheduling"]


def test_a_no_to_the_offer_leaves_it() -> None:
    """And the conversation goes on."""
    call = Core(DENTIST).says(BOOK, "no", "no, never mind")
    assert call.sent == [BOOK_LINK]
    assert call.last == "Alright. Is there anything else I can help with?"


def test_a_text_that_shows_up_during_the_offer() -> None:
    """Late, but there."""
    call = Core(DENTIST).says(BOOK, "not yet", "oh wait, it just came in")
    assert call.sent == [BOOK_LINK]
    assert call.last.startswith("Great, thank you.")


def test_asking_outright_needs_no_offer() -> None:
    """A caller who says "send it again" is not asked whether to."""
    call = Core(DENTIST).says(BOOK, "no, can you send it again")
    assert call.sent == [BOOK_LINK, BOOK_LINK]


def test_asking_again_later() -> None:
    """However long after."""
    call = Core(DENTIST).says(BOOK, "got it", "could you text me the link again?")
    assert call.sent == [BOOK_LINK, BOOK_LINK]


def test_wanting_the_same_thing_again_is_no_request_to_text_again() -> None:
    """It says that the text was sent, and offers it."""
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
def test_wanting_again_what_could_not_be_sent(
    outcome: tuple[SmsStatus, str], words: str, asked: str
) -> None:
    """The reason is told again, and nothing is tried behind the caller's back."""
    call = Core(DENTIST, outcomes=[outcome]).says(BOOK, "no", "I do want an appointment")
    assert words in call.last
    assert call.asked == asked
    assert len(call.texts) == 1


def test_a_repetition_that_the_core_turned_away() -> None:
    """It is offered, bound to the text that was sent."""
    call = Core(DENTIST).says(BOOK, "got it", "thanks")
    turned_away = {"effect_key": "text-1", "status": "refused", "reason": "repeated"}
    call.texts.append(call.texts[0].model_copy(update={**turned_away, "arrived": None}))
    call.lines.append(call.lines[3].model_copy(update={"text": "repeated"}))
    call.turn()
    assert call.last == "I've already texted you the scheduling link. Shall I send it again?"
    assert call.lines[-1].asks == Question(kind="sms_again", about="text-0")


def test_speaking_before_the_agent_could_ask_whether_it_came() -> None:
    """What the caller says is taken for the answer, if it is one."""
    call = Core(DENTIST).says(BOOK)
    call.lines.pop()
    assert call.says("oh, it just came in").last.startswith("Great, thank you.")
    call = Core(DENTIST).says(BOOK)
    call.lines.pop()
    assert call.says("by the way, nice weather").last == "Sorry, did the text reach you?"


def test_a_goodbye_instead_of_an_answer() -> None:
    """Ends the talk."""
    assert Core(DENTIST).says(BOOK, "goodbye").last == "Thank you for calling. Goodbye!"


def test_it_stops_offering_after_three_tries() -> None:
    """What does not arrive three times will not the fourth."""
    call = Core(DENTIST).says(BOOK, "no", "yes", "no", "yes", "no")
    assert call.sent == [BOOK_LINK] * 3
    assert "doesn't seem to be reaching you" in call.last


def test_an_unclear_answer_is_asked_once_more_and_then_let_go() -> None:
    """It never gets stuck on a text."""
    call = Core(DENTIST).says(BOOK, "the weather is bad")
    assert call.last == "Sorry, did the text reach you?"
    assert call.says("purple elephants").last.startswith("No problem.")
    assert call.asked == "other"


def test_it_waits_while_the_caller_looks() -> None:
    """And keeps its question."""
    call = Core(DENTIST).says(BOOK, "let me check")
    assert call.last == "Of course, take your time. Has the text arrived?"
    assert call.says("yes it's here").last.startswith("Great")


def test_a_keypress_answers_too() -> None:
    """1 is yes, 2 is no."""
    assert Core(DENTIST).says(BOOK).presses("1").last.startswith("Great")
    call = Core(DENTIST).says(BOOK).presses("2")
    assert call.asked == "sms_again"
    assert call.presses("1").sent == [BOOK_LINK, BOOK_LINK]


def test_a_text_whose_fate_is_unknown() -> None:
    """It says so, and asks the one who can see."""
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
    ],
)
def test_a_refused_text_is_explained(reason: str, words: str) -> None:
    """In words a caller understands; without the machine's, and without asking if it came."""
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
    """Whatever code the carrier gives."""
    call = Core(DENTIST, outcomes=[("failed", code)]).says(BOOK)
    assert words in call.last
    assert code not in call.last


def test_a_failure_that_may_pass_is_offered_another_try() -> None:
    """And tried again at a yes."""
    call = Core(DENTIST, outcomes=[("undelivered", "30003")]).says(BOOK)
    assert call.asked == "sms_again"
    assert call.says("sure").sent == [BOOK_LINK, BOOK_LINK]


def test_a_failure_that_comes_later_is_told_once() -> None:
    """Even if it is reported twice."""
    call = Core(DENTIST).says(BOOK).turns_out("failed", "30007")
    assert "blocked the text" in call.last
    told = len(call.spoken)
    assert len(call.turns_out("failed", "30007").spoken) == told
    assert call.says("okay, thanks").last == "Thank you for calling. Goodbye!"


def test_a_failure_after_the_caller_has_it_is_not_worth_a_word() -> None:
    """The caller knows better than the carrier."""
    call = Core(DENTIST).says(BOOK, "got it").turns_out("undelivered")
    assert call.last == "Great, thank you. Is there anything else I can help with?"


def test_a_failure_known_by_the_time_the_caller_answers() -> None:
    """The reason is told instead of an offer that would fail again."""
    call = Core(DENTIST).says(BOOK)
    call.texts[-1] = call.texts[-1].model_copy(update={"status": "failed", "reason": "30006"})
    call.says("no, nothing")
    assert "can't text the number" in call.last
    assert len(call.spoken) == 1


def test_declining_texts() -> None:
    """Nothing is sent to a caller who does not want it."""
    call = Core(DENTIST).says("I'd like to book a cleaning but please don't text me anything")
    assert call.sent == []
    assert call.last == "Alright, I won't text you. Is there anything else I can help with?"


def test_declining_texts_and_coming_back_to_it() -> None:
    """A text is offered then, not sent."""
    call = Core(DENTIST).says("I want to book but don't text me", "well, how do I book then")
    assert call.last == "I can text you the scheduling link. Would you like that?"
    assert call.sent == []
    assert call.says("alright, yes").sent == [BOOK_LINK]


def test_declining_a_text_that_was_sent() -> None:
    """Nor sent again."""
    call = Core(DENTIST).says(BOOK, "I don't want a text")
    assert call.sent == [BOOK_LINK]
    assert call.last.startswith("Alright, I won't text you.")


def test_several_texts_one_after_the_other() -> None:
    """Each is asked about before the next is sent."""
    call = Core(VET).says("I'd like to bring in my dog")
    assert call.sent == ["https://vet.example/form"]
    call.says("yes I have it")
    assert call.sent == ["https://vet.example/form", "https://vet.example/map"]
    assert call.spoken[0] == "Great, thank you. I'll text you the map now."


def test_the_caller_chooses_between_texts() -> None:
    """Where the words fit both alike, it asks; where they fit one, it sends that."""
    call = Core(RESTAURANT).says("text me the link please")
    assert call.last == (
        "I can text you our menu, or text you the reservation link. Which would you like?"
    )
    assert call.says("the menu please").sent == ["https://bistro.example/menu"]
    assert Core(RESTAURANT).says("can you text me the menu").sent == ["https://bistro.example/menu"]


def test_a_text_that_nobody_can_send() -> None:
    """A wish for a text without one to send is answered."""
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
def test_what_is_announced(instructions: str, announced: str) -> None:
    """The writer's words for it, as one says them to the caller."""
    call = Core([job("Info", instructions)]).says("I'd like some information about parking")
    assert call.spoken[0] == f"I'll text you {announced} now."


def test_speaking_between_the_announcement_and_the_text() -> None:
    """What was announced is sent all the same, and asked about."""
    call = Core([BOOKING]).says(BOOK)
    call.lines, call.texts = call.lines[:3], []
    call.says("okay")
    assert call.sent == [BOOK_LINK]
    assert call.asked == "sms_arrived"


def test_refusing_between_the_announcement_and_the_text() -> None:
    """Unless the caller does not want it."""
    call = Core([BOOKING]).says(BOOK)
    call.lines, call.texts = call.lines[:3], []
    assert call.says("no, don't text me").sent == []
