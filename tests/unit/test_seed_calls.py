"""The example calls with which ``scripts/serve`` fills an empty database."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from hookflash.orchestrator.carriers.simulator.script import Line, Script
from scripts.seed_calls import CALLS, DAYS, KINDS, plan

NOW: Final = datetime(2026, 11, 29, 14, tzinfo=UTC)
SCRIPT: Final = Script(
    from_="+14155550199", to="+14155550100", caller=tuple(Line(say=say) for say in "abcd")
)
SCRIPTS: Final = {kind.script: SCRIPT for kind in KINDS}


def test_the_same_time_gives_the_same_calls() -> None:
    """Callers, words, phones and times; at another time only the times differ."""
    planned = plan(SCRIPTS, NOW)
    assert planned == plan(SCRIPTS, NOW)
    hour_later = plan(SCRIPTS, NOW + timedelta(hours=1))
    assert [call.script for call in hour_later][-7:] == [call.script for call in planned][-7:]


@pytest.mark.parametrize("now", [NOW, NOW.replace(hour=0, minute=5), NOW.replace(hour=23)])
def test_they_fill_the_days_up_to_now(now: datetime) -> None:
    """In order, on nearly all days, the newest within the last hours: at any time of day."""
    planned = plan(SCRIPTS, now)
    moments = [call.at for call in planned]
    assert len(moments) == CALLS
    assert moments == sorted(moments)
    assert now - timedelta(days=DAYS) < moments[0] < now - timedelta(days=DAYS - 5)
    assert sum(at > now - timedelta(hours=5) for at in moments) >= 6
    assert max(moments) < now
    assert len({at.date() for at in moments}) > 30


def test_they_vary() -> None:
    """Many callers, and no day with half of all calls."""
    planned = plan(SCRIPTS, NOW)
    assert len({call.script.from_ for call in planned}) > 30
    assert max(Counter(call.at.date() for call in planned).values()) < CALLS / 5
