"""The rules of texts, checked through the command line."""

import pytest

from tests.integration.cli.office import (
    CALLER,
    LINK,
    NUMBER,
    TOLL_FREE,
    WANTS_LINK,
    WANTS_PERSON,
    WORKSPACE,
    Office,
    after,
    the,
    types,
)

(FLOW,) = (number["flow"] for number in WORKSPACE["numbers"])


def test_a_text_goes_to_the_caller_from_the_number_they_called(office: Office) -> None:
    """Recipient and sender are never anybody else's, and the caller's answer is recorded."""
    call = office.call(WANTS_LINK, "Yes, I have it")
    sent = the(call, "SmsRequested")
    assert (sent["recipient"], sent["sender"], sent["body"]) == (CALLER, NUMBER, LINK)
    assert "SmsDelivered" in types(call)
    assert the(call, "SmsArrivalAnswered")["arrived"] is True
    assert (call["outcome"], call["needs_follow_up"]) == ("resolved", False)


@pytest.mark.parametrize(
    ("kind", "registration", "reason"),
    [
        ("local", "unregistered", "not_registered"),
        ("local", "pending", "registration_pending"),
        ("local", "rejected", "registration_rejected"),
        ("toll_free", "unregistered", "not_registered"),
        ("toll_free", "pending", "registration_pending"),
        ("toll_free", "rejected", "registration_rejected"),
    ],
)
def test_a_number_that_is_not_registered_sends_nothing(
    folder: Office, kind: str, registration: str, reason: str
) -> None:
    """The text is refused before anything is sent, and the agent goes on talking to the caller."""
    number = TOLL_FREE if kind == "toll_free" else NUMBER
    folder.apply(numbers=[{"number": number, "registration": registration, "flow": FLOW}])
    call = folder.call(WANTS_LINK, to=number)
    assert the(call, "SmsRefused")["reason"] == reason
    assert "SmsAttempted" not in types(call)
    assert "AgentSpoke" in after(call, "SmsRefused")
    (thread,) = folder.json("inbox")
    (text,) = (item for item in thread["items"] if item["kind"] == "text")
    assert text["status"] == "failed"
    assert "registration" in text["explanation"] or "registered" in text["explanation"]


def test_a_verified_toll_free_number_sends(folder: Office) -> None:
    """Toll-free verification does for it what A2P 10DLC does for a local number."""
    numbers = [{"number": TOLL_FREE, "registration": "approved", "flow": FLOW}]
    folder.apply(numbers=numbers)
    call = folder.call(WANTS_LINK, to=TOLL_FREE)
    assert the(call, "SmsRequested")["sender"] == TOLL_FREE
    assert "SmsDelivered" in types(call)


@pytest.mark.parametrize(
    ("caller", "reason"),
    [("+14155550177", "opted_out"), ("anonymous", "no_caller_id"), ("+442079460000", "landline")],
)
def test_a_caller_who_cannot_be_texted_is_not(folder: Office, caller: str, reason: str) -> None:
    """Opted out, withheld, a landline: each has its own reason, and the caller is told."""
    folder.apply(opt_outs=["+14155550177"])
    call = folder.call(WANTS_LINK, **{"from": caller})
    assert the(call, "SmsRefused")["reason"] == reason
    assert "SmsRequested" not in types(call)
    assert "AgentSpoke" in after(call, "SmsRefused")


def test_being_taken_off_the_list_lifts_what_the_list_caused(folder: Office) -> None:
    """A contact who never sent STOP may be texted again."""
    folder.apply(opt_outs=[CALLER])
    assert the(folder.call(WANTS_LINK), "SmsRefused")["reason"] == "opted_out"
    folder.apply(opt_outs=[])
    assert "SmsRequested" in types(folder.call(WANTS_LINK))


@pytest.mark.parametrize(
    ("outcome", "last", "status"),
    [
        ("delivered", "SmsDelivered", "delivered"),
        ("undelivered", "SmsFailed", "undelivered"),
        ("fail:30007", "SmsFailed", "failed"),
        ("fail:21610", "SmsFailed", "failed"),
        ("lost", "ActionFlagged", "unknown"),
    ],
)
def test_whatever_becomes_of_a_text_leaves_a_record(
    office: Office, outcome: str, last: str, status: str
) -> None:
    """A text shows with its status, a failure with the carrier's code and plain words."""
    call = office.call(WANTS_LINK, texts={"outcome": outcome})
    assert last in types(call)
    assert types(call).count("SmsAttempted") == 1
    (thread,) = office.json("inbox")
    (text,) = (item for item in thread["items"] if item["kind"] == "text")
    assert text["status"] == status
    assert text["code"] == outcome.partition(":")[2] or status in ("undelivered", "unknown")
    assert bool(text["explanation"]) == (status != "delivered")


def test_a_text_may_be_followed_by_a_transfer(office: Office) -> None:
    """In the same call; once the agent has left, nothing more is sent."""
    phones = {"Ana": {"does": "answer", "after": 3}}
    said = (WANTS_LINK, "Yes, I have it", WANTS_PERSON, "Yes please", WANTS_LINK)
    call = office.call(*said, phones=phones)
    assert call["outcome"] == "transferred"
    assert types(call).index("SmsRequested") < types(call).index("TransferConnected")
    left = after(call, "AgentLeft")
    assert not {"SmsRequested", "SmsRefused", "AgentSpoke"} & set(left)


def test_the_same_text_is_sent_again_only_when_asked_for_again(office: Office) -> None:
    """One request, one text; a new request by the caller, a second one."""
    once = office.call(WANTS_LINK, "Yes, I have it", "Thank you, that is all")
    assert types(once).count("SmsRequested") == 1
    twice = office.call(WANTS_LINK, "Yes, I have it", "Please send the menu again")
    assert types(twice).count("SmsRequested") == 2


def test_on_a_test_call_a_text_shows_as_from_your_own_number(office: Office) -> None:
    """Marked as a test everywhere."""
    call = office.call(WANTS_LINK, test=True)
    assert call["test"] is True
    (thread,) = office.json("inbox")
    assert thread["test"] is True
    senders = {item["kind"]: item["sender"] for item in thread["items"] if item["test"]}
    assert senders["text"] == NUMBER
    assert office.call(WANTS_LINK)["test"] is False
    (thread,) = office.json("inbox")
    assert [item["sender"] for item in thread["items"] if item["kind"] == "text"] == [
        NUMBER,
        "Mia",
    ]
