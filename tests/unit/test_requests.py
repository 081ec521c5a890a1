"""Request ids: a request may be repeated, but its id cannot be used for another one."""

import pytest

from hookflash.domain.idempotency import (
    NameReused,
    command_id,
    message_id,
    refuse_reuse,
    request_id,
)

ASKED = request_id("9f1c", "aa")


@pytest.mark.parametrize(
    "seen",
    [
        (),
        (ASKED,),
        (request_id("9f1d", "bb"), request_id("9f1", "bb"), request_id("9f1c/x", "bb")),
        ("speak-1", "answer/harbor-dental.call.1", "9f1c/bb"),
    ],
)
def test_the_same_request_may_be_repeated(seen: tuple[str, ...]) -> None:
    """Requests with other ids are unaffected, and so is anything without a request id."""
    refuse_reuse(ASKED, seen)
    refuse_reuse(f"tool/{ASKED}", seen)


@pytest.mark.parametrize("kind", ["", "hear/", "press/", "tool/", "report.leg_status/"])
def test_another_request_with_the_same_id_is_refused(kind: str) -> None:
    """For every kind of message, and for any other command; the error names the id."""
    before = f"{kind}{request_id('9f1c', 'bb')}"
    with pytest.raises(NameReused, match=r"the id '9f1c' was used before, with different content"):
        refuse_reuse(f"{kind}{ASKED}", ("speak-1", before))


@pytest.mark.parametrize(
    ("kind", "other"), [("hear", "press"), ("press", "tool"), ("hear", "report.ended")]
)
def test_kinds_of_messages_have_ids_of_their_own(kind: str, other: str) -> None:
    """A key press with the id of spoken words is another message."""
    refuse_reuse(f"{kind}/{ASKED}", (f"{other}/{request_id('9f1c', 'bb')}",))
    assert command_id(kind, "1") != command_id(other, "1")


def test_the_kind_can_be_taken_off_a_command_again() -> None:
    """Whatever a host chose as the id; the id of any other command has no kind."""
    for known in ("m-1", "a/b", "hear/1", "http/one/ff"):
        assert message_id(command_id("hear", known)) == known
        assert message_id(command_id("report.text_status", known)) == known
    assert message_id("attempt/5b2f/1") == "attempt/5b2f/1"


def test_what_is_not_a_request_has_no_request_id() -> None:
    """A provider's message is identified by its whole id."""
    refuse_reuse("SM1/delivered", ("SM1/sent",))
