"""Whether the event loop may wait for the next commit itself."""

from hookflash.orchestrator.log.pace import FAST_SECONDS, LONG_SECONDS, NEEDED, REMEMBERED, Pace


def _after(*seconds: float) -> bool:
    pace = Pace()
    for one in seconds:
        pace.note(one)
    return pace.is_fast


def test_a_disk_is_slow_until_enough_commits_were_measured() -> None:
    """The first commits of a process may be those that create its files."""
    assert not _after()
    assert not _after(*[FAST_SECONDS] * (NEEDED - 1))
    assert _after(*[FAST_SECONDS] * NEEDED)


def test_the_usual_commit_decides() -> None:
    """The median, not the mean."""
    assert not _after(*[2 * FAST_SECONDS] * REMEMBERED)
    assert _after(*[FAST_SECONDS] * REMEMBERED, LONG_SECONDS / 2)


def test_one_long_commit_is_a_checkpoint_and_two_are_a_slow_disk() -> None:
    """Until they are forgotten."""
    fast = [FAST_SECONDS / 2] * REMEMBERED
    assert _after(*fast, 1.0)
    assert not _after(*fast, 1.0, 1.0)
    assert _after(1.0, 1.0, *fast)
