"""Which replies to texts the limits refuse."""

from typing import Any

import pytest

from hookflash.domain.inbox import reply_events as r
from hookflash.domain.inbox.receiving import calls_for_reply, receive_text
from hookflash.domain.policy.limits import TextLimits
from hookflash.domain.workspace.contact import Contact, ContactOptedOut
from hookflash.domain.workspace.usage import TextCounted, counts_of_replies
from tests.cast import CALLER, facts
from tests.unit.inbox.test_receiving import STRANGER, text

DAY = "2026-03-02"
LIMITS = TextLimits(regions=("CA", "US"), per_call=5, per_contact=10, per_day=1_000, day=DAY)


def replied(body: str, contact: str = CALLER, **used: int) -> Any:
    """The decision about the reply to ``body``, with these limits and counts."""
    known = facts().model_copy(update={"limits": LIMITS.model_copy(update=used)})
    sender = Contact("harbor-dental", contact)
    command = text(body, contact=contact).model_copy(update={"texting": known})
    assert calls_for_reply(sender, command)
    return receive_text([], sender, command)


def reason(events: Any) -> str:
    """Why the reply among ``events`` was refused; empty if it is sent."""
    (found,) = [event for event in events if isinstance(event, r.ReplyDecided)]
    return found.reason if isinstance(found, r.ReplyRefused) else ""


@pytest.mark.parametrize(
    ("used", "refused"),
    [
        ({"to_contact": 9, "in_workspace": 999}, ""),
        ({"to_contact": 10}, "contact_day_limit"),
        ({"in_workspace": 1_000}, "workspace_day_limit"),
        ({"per_call": 0}, ""),
    ],
)
def test_help_is_answered_within_the_limits_of_the_day(used: dict[str, int], refused: str) -> None:
    """The limit of a call does not apply: there is none."""
    assert reason(replied("HELP", CALLER, **used)) == refused
    assert reason(replied("info", CALLER, **used)) == refused


def test_an_opt_out_is_confirmed_beyond_the_limits_of_the_day() -> None:
    """It has to be, once; and it is counted."""
    events = replied("STOP", to_contact=10, in_workspace=1_000)
    assert reason(events) == ""
    (counted,) = counts_of_replies(events)
    assert counted[:2] == (DAY, TextCounted)
    assert counted[2]["contact"] == CALLER


def test_stop_and_start_in_turn_are_not_confirmed_without_end() -> None:
    """The opt-out is recorded all the same."""
    assert reason(replied("STOP", to_contact=19)) == ""
    assert reason(replied("STOP", to_contact=20)) == "contact_day_limit"


@pytest.mark.parametrize("body", ["HELP", "STOP"])
@pytest.mark.parametrize(
    ("contact", "refused"),
    [
        ("+16135550100", ""),
        ("+18765551234", "region_not_allowed"),
        ("+447400123456", "region_not_allowed"),
        ("+881612345678", "special_range"),
    ],
)
def test_a_reply_goes_to_an_allowed_region_only(body: str, contact: str, refused: str) -> None:
    """A refused reply is not counted, and the opt-out counts all the same."""
    events = replied(body, contact)
    assert reason(events) == refused
    assert len(list(counts_of_replies(events))) == (not refused)
    opted_out = [event for event in events if isinstance(event, ContactOptedOut)]
    assert len(opted_out) == (body == "STOP")


def test_other_words_call_for_no_reply() -> None:
    """Nor for a look at the counts."""
    command = text("Are you open?").model_copy(update={"texting": facts()})
    assert not calls_for_reply(STRANGER, command)
