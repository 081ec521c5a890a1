"""Which rules the calls of a log have exercised."""

from collections.abc import Iterator
from typing import cast

from hookflash.domain.call.events import CallEvent
from hookflash.domain.unreadable import Unreadable
from hookflash.orchestrator.log.existing import open_existing
from hookflash.orchestrator.time_machine.coverage import Coverage, coverage_of
from hookflash.orchestrator.time_machine.workers import Progress, calls_in


def coverage_of_log(
    url: str, workspace: str = "", progress: Progress = lambda _done, _all: None
) -> Coverage:
    """What the calls of the log at ``url``, or of one ``workspace``, have exercised together.

    Calls with damaged events are left out. Raises ``NoSuchLog``.
    """
    with open_existing(url) as store:
        calls = calls_in(store, workspace)

        def read() -> Iterator[tuple[str, list[CallEvent]]]:
            for done, call in enumerate(calls, 1):
                entries = [one for _, one in store.read_placed(call)]
                if not any(isinstance(one, Unreadable) for one in entries):
                    yield call, cast("list[CallEvent]", entries)
                progress(done, len(calls))

        return coverage_of(read())
