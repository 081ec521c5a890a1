"""Exports an anonymised call as the given events of a test."""

from collections.abc import Sequence
from typing import Final

from pydantic_core import to_json

from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.erasure.fixture import fixture

_PYTHON: Final = '''\
from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold

GIVEN = [
{events}
]


def test_the_call_goes_as_it_went() -> None:
    """From a real call, anonymised, up to its event {last}."""
    assert fold({call!r}, GIVEN).state == {state!r}
'''


def staged(events: Sequence[CallEvent], at: int) -> list[CallEvent]:
    """Return the anonymised call up to its event ``at``.

    Raises ``NoFixture`` if the anonymised call would be decided differently.
    """
    return fixture(events)[:at]


def as_python(events: Sequence[CallEvent]) -> str:
    """Return a Python test with ``events`` as its given history."""
    lines = (f"    e.{one.type}.model_validate_json({one.model_dump_json()!r})," for one in events)
    call = events[0].call_id
    return _PYTHON.format(
        events="\n".join(lines), last=len(events), call=call, state=fold(call, events).state
    )


def as_lines(events: Sequence[CallEvent]) -> str:
    """Return JSON lines for ``hookflash import``."""
    lines = ({"topic": one.TOPIC, "event": one.model_dump(mode="json")} for one in events)
    return "".join(f"{to_json(line).decode()}\n" for line in lines)
