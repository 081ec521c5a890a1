"""A contact's consent to texts: opt-out and opt-in."""

from datetime import timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.event import TOPICS, Actor
from hookflash.domain.policy.texting import KnownOptOut
from hookflash.domain.workspace.contact import (
    OPT_IN_KEYWORDS,
    OPT_OUT_KEYWORDS,
    CarrierKeyword,
    Contact,
    ContactOptedOut,
    contact_stream,
    evolve,
    hear_text,
    list_opt_out,
    opt_out,
    unlist_opt_out,
)
from tests.unit.workspace.documents import AT

NUMBER = "+14155550100"
CONTACT = Contact("harbor-dental", "+14155550199")


def after(*bodies: str, contact: Contact = CONTACT) -> Contact:
    """The contact after sending each of ``bodies``."""
    for body in bodies:
        contact = reduce(
            evolve, hear_text(contact, body, number=NUMBER, at=AT, cause=body), contact
        )
    return contact


def listed(contact: Contact) -> Contact:
    """The contact after the workspace file has newly listed it."""
    return reduce(evolve, list_opt_out(contact, at=AT, cause="apply-1"), contact)


def unlisted(contact: Contact) -> Contact:
    """The contact after the workspace file has dropped it."""
    return reduce(evolve, unlist_opt_out(contact, at=AT, cause="apply-2"), contact)


@pytest.mark.parametrize(
    "body",
    ["STOP", "stop", "Stop.", "  STOP!!\n", "“stop”", "Stop \U0001f64f", "*stop*", "STOPALL",
     "Unsubscribe", "CANCEL", "end", "quit", "REVOKE", "OptOut", "stop all", "Stop  All!",
     "opt out", "OPT-OUT", "opt_out.", "\uff33\uff34\uff2f\uff30", "ST\u00adOP", "'Stop'",
     "stop-all", "STOP_ALL", "S.T.O.P.", "s t o p", "S-T-O-P!", "\u24c8\u24c9\u24c4\u24c5",
     "un-subscribe", "UNSUBSCRIBE!!!", "\u00abQuit\u00bb", "(end)", "revoke;", "Cancel\n",
     "\u200bSTOP\u200b", "\ufeffstop", "STOP\ufe0f", "opt/out", "Opt\u2011Out", "stop?"],
)  # fmt: skip
def test_a_single_keyword_opts_out(body: str) -> None:
    """Fault 52: letter case, width, and punctuation around the word are ignored."""
    (event,) = hear_text(CONTACT, body, number=NUMBER, at=AT, cause="m1")
    assert isinstance(event, ContactOptedOut)
    assert (event.source, event.words) == ("keyword", body)
    assert after(body).opted_out


@pytest.mark.parametrize("body", ["please stop", "STOP texting me", "stop stop", "opt out please",
                                  "No me manden m\u00e1s mensajes"])  # fmt: skip
def test_free_wording_opts_out(body: str) -> None:
    """Fault 52: the words are the source, and are kept."""
    (event,) = hear_text(CONTACT, body, number=NUMBER, at=AT, cause="m1")
    assert isinstance(event, ContactOptedOut)
    assert (event.source, event.keyword, event.words) == ("words", "", body)


@pytest.mark.parametrize(
    ("body", "taken_for", "then"),
    [
        ("Arr\u00eat", "stop", True),
        ("Oui", "start", False),
        ("Oui", "", True),
        ("HELP", "start", True),
        ("Please stop texting me", "start", True),
        ("Quoi?", "help", True),
    ],
)
def test_a_carrier_may_have_keywords_of_its_own(
    body: str, taken_for: CarrierKeyword, *, then: bool
) -> None:
    """They count where the text is not one of our keywords; words that opt out never mean START."""
    before = CONTACT if taken_for == "stop" else after("STOP")
    told = hear_text(before, body, number=NUMBER, at=AT, cause="m1", taken_for=taken_for)
    assert reduce(evolve, told, before).opted_out is then
    assert [event.words for event in told if isinstance(event, ContactOptedOut)] in ([], [body])


@pytest.mark.parametrize(
    ("hours", "number", "then"),
    [(0.0, NUMBER, "in"), (24.0, NUMBER, "in"), (24.01, NUMBER, "out"), (1, "+14155550111", "out")],
)
def test_yes_opts_in_only_as_the_reply_to_the_confirmation(
    hours: float, number: str, then: str
) -> None:
    """Within 24 hours, and to the number that confirmed the opt-out."""
    stopped, at = after("STOP"), AT + timedelta(hours=hours)
    events = hear_text(stopped, "Yes!", number=number, at=at, cause="m2")
    assert bool(events) is (then == "in")
    assert reduce(evolve, events, stopped).opted_out is (then == "out")


def test_yes_does_not_lift_an_opt_out_that_no_text_confirmed() -> None:
    """What was said on a call, listed by the office, or told by the carrier."""
    said = KnownOptOut(source="words", at=AT, words="Take me off your list", call="x.call.1")
    for contact in (
        listed(CONTACT),
        reduce(evolve, opt_out(CONTACT, said, by=Actor.CALLER, cause="c"), CONTACT),
    ):
        assert contact.opted_out
        assert hear_text(contact, "YES", number=NUMBER, at=AT, cause="m2") == ()


def test_an_opt_out_is_confirmed_once() -> None:
    """Until the contact opts in again."""
    confirmed = [
        event.confirmed_from
        for before in ((), ("STOP",), ("STOP", "START"))
        for event in hear_text(after(*before), "STOP", number=NUMBER, at=AT, cause="m9")
        if isinstance(event, ContactOptedOut)
    ]
    assert confirmed == [NUMBER, "", NUMBER]


def test_undoing_a_listing_never_undoes_a_stop() -> None:
    """Fault 52: listed, then STOP, then unlisted stays out; whatever the source."""
    for source in ("keyword", "words", "carrier"):
        known = KnownOptOut.model_validate({"source": source, "at": AT})
        contact = reduce(
            evolve, opt_out(listed(CONTACT), known, by=Actor.CALLER, cause="c"), listed(CONTACT)
        )
        left = unlisted(contact)
        assert left.sources == {source}
        assert set(left.known) == {source}


@pytest.mark.parametrize(
    "body",
    ["don't stop", "stopping", "the end", "all stop", "YES", "HELP", "INFO", "START", "", "...",
     "1", "Does the bus stop there?", "please cancel", "in the end", "I won't quit"],
)  # fmt: skip
def test_anything_else_leaves_consent_alone(body: str) -> None:
    """A keyword within other words does not count, nor does HELP."""
    assert hear_text(CONTACT, body, number=NUMBER, at=AT, cause="m1") == ()


@pytest.mark.parametrize("body", ["START", "start", "Unstop.", " Start! "])
def test_start_restores_consent(body: str) -> None:
    """The contact may be texted again."""
    assert not after("STOP", body).opted_out


@pytest.mark.parametrize("body", ["HELP", "please start", "STOP", "ok", "no"])
def test_nothing_but_start_restores_consent(body: str) -> None:
    """After an opt-out, any other text leaves the contact opted out."""
    assert after("STOP", body).opted_out


def test_every_opt_out_is_recorded() -> None:
    """A second STOP too; but not a START from a contact that never opted out."""
    assert after("STOP", "stop", "QUIT").position == 3
    assert after("START").position == 0


def test_the_sources_of_an_opt_out_end_on_their_own() -> None:
    """Taking a number off the office's list lifts only what the list caused."""
    both = listed(after("STOP"))
    assert both.sources == {"file", "keyword"}
    assert unlisted(both).sources == {"keyword"}
    assert not unlisted(listed(CONTACT)).opted_out
    assert unlisted(CONTACT) == CONTACT
    assert not after("START", contact=both).opted_out


def test_an_opt_out_records_its_source() -> None:
    """The keyword, who sent it, and the contact's stream."""
    (event,) = hear_text(CONTACT, " stop. ", number=NUMBER, at=AT, cause="SM123")
    assert (
        event.stream
        == "harbor-dental.contact.14155550199"
        == contact_stream(CONTACT.workspace, CONTACT.number)
    )
    assert (event.by, event.cause, event.position) == (Actor.CALLER, "SM123", 1)
    assert event.model_dump()["keyword"] == "STOP"
    assert event.model_dump()["words"] == " stop. "
    assert event.model_dump()["source"] == "keyword"


def test_the_file_opts_out_and_only_start_opts_in_again() -> None:
    """Listing a contact that is opted out already does nothing."""
    contact = listed(CONTACT)
    (event,) = list_opt_out(CONTACT, at=AT, cause="apply-1")
    assert (event.by, event.model_dump()["source"]) == (Actor.OPERATOR, "file")
    assert contact.opted_out
    assert listed(contact) == contact
    assert not after("START", contact=contact).opted_out


def test_consent_belongs_to_one_workspace() -> None:
    """The same contact has a separate stream in each workspace."""
    assert contact_stream("a", "+14155550199") != contact_stream("b", "+14155550199")


_KEYWORDS = sorted(OPT_OUT_KEYWORDS | OPT_IN_KEYWORDS)


@given(st.lists(st.sampled_from([*_KEYWORDS, "please call", "HELP", "no start", ""])))
def test_the_last_keyword_decides(bodies: list[str]) -> None:
    """Other texts do not matter; positions have no gaps, and events survive being stored."""
    contact = CONTACT
    for body in bodies:
        for event in hear_text(contact, body, number=NUMBER, at=AT, cause="m"):
            assert event.position == contact.position + 1
            assert TOPICS[event.TOPIC].model_validate_json(event.model_dump_json()) == event
            contact = evolve(contact, event)
    keywords = [body for body in bodies if body in _KEYWORDS]
    assert contact.opted_out is (bool(keywords) and keywords[-1] in OPT_OUT_KEYWORDS)
