"""A request may be sent again; another one may not go by its name."""

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
def test_the_same_request_again_is_none_of_another(seen: tuple[str, ...]) -> None:
    """Nor are those by other names, or what is no request."""
    refuse_reuse(ASKED, seen)
    refuse_reuse(f"tool/{ASKED}", seen)


@pytest.mark.parametrize("before", [request_id("9f1c", "bb"), f"tool/{request_id('9f1c', 'bb')}"])
def test_another_request_by_the_same_name_is_refused(before: str) -> None:
    """Whether the agent's tool, or anything else, was asked for."""
    for asked in (ASKED, f"tool/{ASKED}"):
        with pytest.raises(NameReused):
            refuse_reuse(asked, ("speak-1", before))


def test_what_is_no_request_has_no_name() -> None:
    """A provider's message counts by its whole id."""
    refuse_reuse("SM1/delivered", ("SM1/sent",))
