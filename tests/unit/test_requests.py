"""Request ids: a request may be repeated, but its id cannot be used for another one."""

import pytest

from hookflash.domain.idempotency import NameReused, refuse_reuse, request_id

ASKED = request_id("9f1c", "aa")


@pytest.mark.parametrize(
    "seen",
    [
        (),
        (ASKED,),
        (f"tool/{ASKED}",),
        (request_id("9f1d", "bb"), request_id("9f1", "bb"), request_id("9f1c/x", "bb")),
        ("speak-1", "answer/harbor-dental.call.1", "9f1c/bb"),
    ],
)
def test_the_same_request_may_be_repeated(seen: tuple[str, ...]) -> None:
    """Requests with other ids are unaffected, and so is anything without a request id."""
    refuse_reuse(ASKED, seen)
    refuse_reuse(f"tool/{ASKED}", seen)


@pytest.mark.parametrize("before", [request_id("9f1c", "bb"), f"tool/{request_id('9f1c', 'bb')}"])
def test_another_request_with_the_same_id_is_refused(before: str) -> None:
    """For a tool call of the agent, and for any other command."""
    for asked in (ASKED, f"tool/{ASKED}"):
        with pytest.raises(NameReused):
            refuse_reuse(asked, ("speak-1", before))


def test_what_is_not_a_request_has_no_request_id() -> None:
    """A provider's message is identified by its whole id."""
    refuse_reuse("SM1/delivered", ("SM1/sent",))
