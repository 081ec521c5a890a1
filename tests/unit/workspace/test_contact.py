"""A contact's consent to texts: opt-out and opt-in."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.event import TOPICS, Actor
from hookflash.domain.workspace.contact import (
    OPT_IN_KEYWORDS,
    OPT_OUT_KEYWORDS,
    Contact,
    contact_stream,
    evolve,
    hear_keyword,
    list_opt_out,
    unlist_opt_out,
)
from tests.unit.workspace.documents import AT

CONTACT = Contact("harbor-dental", "+14155550199")


def after(*bodies: str, contact: Contact = CONTACT) -> Contact:
    """The contact after sending each of ``bodies``."""
    for body in bodies:
        contact = reduce(evolve, hear_keyword(contact, body, at=AT, cause=body), contact)
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
     "opt out", "OPT-OUT", "opt_out.", "\uff33\uff34\uff2f\uff30", "ST\u00adOP", "'Stop'"],
)  # fmt: skip
def test_a_single_keyword_opts_out(body: str) -> None:
    """Letter case and punctuation around the word are ignored."""
    assert after(body).opted_out


@pytest.mark.parametrize(
    "body",
    ["please stop", "STOP texting me", "don't stop", "stop stop", "stopping", "the end",
     "opt out please", "all stop", "YES", "HELP", "INFO", "START", "", "...", "1"],
)  # fmt: skip
def test_anything_else_leaves_consent_alone(body: str) -> None:
    """A keyword within a sentence does not count, nor does HELP."""
    assert hear_keyword(CONTACT, body, at=AT, cause="m1") == ()


@pytest.mark.parametrize("body", ["START", "start", "Unstop.", " Start! "])
def test_start_restores_consent(body: str) -> None:
    """The contact may be texted again."""
    assert not after("STOP", body).opted_out


@pytest.mark.parametrize("body", ["yes", "HELP", "please start", "STOP"])
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
    (event,) = hear_keyword(CONTACT, " stop. ", at=AT, cause="SM123")
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


@given(st.lists(st.sampled_from([*_KEYWORDS, "please stop", "HELP", "no start", ""])))
def test_the_last_keyword_decides(bodies: list[str]) -> None:
    """Other texts do not matter; positions have no gaps, and events survive being stored."""
    contact = CONTACT
    for body in bodies:
        for event in hear_keyword(contact, body, at=AT, cause="m"):
            assert event.position == contact.position + 1
            assert TOPICS[event.TOPIC].model_validate_json(event.model_dump_json()) == event
            contact = evolve(contact, event)
    keywords = [body for body in bodies if body in _KEYWORDS]
    assert contact.opted_out is (bool(keywords) and keywords[-1] in OPT_OUT_KEYWORDS)
