"""What belongs to a page ends with it."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from nicegui import PageArguments
from starlette.datastructures import QueryParams

from hookflash.orchestrator.console.visit import begin_visit, end_visit, visit_of

INBOX = PageArguments(
    path="/inbox",
    frame=cast("Any", None),
    path_parameters={},
    query_parameters=QueryParams("q=x&q=y"),
    data={},
)


def test_what_follows_the_log_for_a_page_stops_when_another_is_shown() -> None:
    """Also what is begun late, by a page that has been left already."""

    async def run() -> None:
        client = cast("Any", SimpleNamespace(storage={}))
        end_visit(client)
        first = begin_visit(client, INBOX)
        early = asyncio.create_task(asyncio.sleep(60))
        first.until_left(cast("Any", early))
        assert visit_of(client) is first
        assert first.parameters.getlist("q") == ["x", "y"]
        second = begin_visit(client, INBOX)
        late = asyncio.create_task(asyncio.sleep(60))
        first.until_left(cast("Any", late))
        done = await asyncio.gather(early, late, return_exceptions=True)
        assert [type(one) for one in done] == [asyncio.CancelledError] * 2
        assert first.left
        assert visit_of(client) is second
        assert not second.left

    asyncio.run(run())
