"""Daily limits across workers, on SQLite and PostgreSQL: exact, durable, without the views."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest

from hookflash import CallCenter, InvalidWorkspace, Limits, WorkspaceDocument
from hookflash.domain.call import events as e
from hookflash.domain.inbox.reply_events import ReplyRefused
from hookflash.domain.workspace.usage import usage_stream
from hookflash.orchestrator.runtime.usage_ledger import day_of
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace, workspace_in
from tests.cast import CALLER, NUMBER
from tests.rig.agent import OFFICE, LiteralAgent

WORKSPACE = "harbor-dental"
WORKERS = 3


def on(url: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a context manager
    """A call center on the log under ``url``."""
    return CallCenter.open(url, agent=LiteralAgent())


def office(**limits: int | tuple[str, ...]) -> WorkspaceDocument:
    """The office with these limits."""
    return read_workspace(OFFICE).model_copy(update={"limits": Limits.model_validate(limits)})


async def called(center: CallCenter, number: int, words: str, *, test: bool = False) -> str:
    """A call from the caller with this number, who says ``words``."""
    caller = f"+1415555{100 + number:04}" if number < 100 else f"+1212555{number:04}"
    call = await center.receive_call(
        to=NUMBER, from_=caller, provider_call_id=f"CA{number}-{words}-{test}", test=test
    )
    await center.answer(call)
    await center.hear(call, words)
    return call


async def kinds(center: CallCenter, calls: list[str]) -> Counter[str]:
    """How often each event is in the calls; refusals by their reason."""
    found: Counter[str] = Counter()
    for call in calls:
        for event in await center.events(call):
            if isinstance(event, e.SmsRefused | e.TransferRefused):
                found[event.reason] += 1
            else:
                found[event.type] += 1
    return found


def test_workers_together_never_exceed_the_limit_of_a_day(shared_url: str) -> None:
    """Fault 19: three workers, thirty calls at once, twelve texts a day."""

    async def main() -> None:
        async with AsyncExitStack() as stack:
            workers = [await stack.enter_async_context(on(shared_url)) for _ in range(WORKERS)]
            await workers[0].apply(office(texts_per_day=12))
            calls = await asyncio.gather(
                *(called(workers[n % WORKERS], n, "text me the link") for n in range(30))
            )
            found = await kinds(workers[0], list(calls))
            assert (found["SmsRequested"], found["workspace_day_limit"]) == (12, 18)
            used = await workers[1].usage(WORKSPACE)
            assert used.texts == 12
            assert used.warnings == ("texts_per_day: 12 of 12 are used today",)

    asyncio.run(main())


def test_a_count_survives_a_restart_and_needs_no_view(file_url: str) -> None:
    """The contact has had its texts on calls that another process carried."""

    async def main() -> None:
        for attempt, reason in enumerate(("", "", "contact_day_limit")):
            async with on(file_url) as center:
                await center.apply(office(texts_per_contact_per_day=2))
                call = await center.receive_call(
                    to=NUMBER, from_="+14155550101", provider_call_id=f"CA{attempt}"
                )
                await center.answer(call)
                await center.hear(call, "text me the link")
                found = await kinds(center, [call])
                assert found[reason or "SmsRequested"] == 1

    asyncio.run(main())


def test_help_gets_as_many_answers_in_a_day_as_a_contact_may_have(shared_url: str) -> None:
    """Fifty at once, to three workers: each refused answer is recorded with its reason."""

    async def main() -> None:
        async with AsyncExitStack() as stack:
            workers = [await stack.enter_async_context(on(shared_url)) for _ in range(WORKERS)]
            await workers[0].apply(office())
            received = await asyncio.gather(
                *(asks_for_help(workers[n % WORKERS], n) for n in range(50))
            )
            await workers[1].receive_text(to=NUMBER, from_=CALLER, body="STOP", message_id="last")
            found: Counter[str] = Counter()
            for text in received:
                for event in await workers[0]._log.read_stream(text):
                    found[event.reason if isinstance(event, ReplyRefused) else event.type] += 1
            assert (found["TextReceived"], found["ReplyRequested"]) == (50, 10)
            assert found["contact_day_limit"] == 40
            assert (await workers[2].usage(WORKSPACE)).texts == 11
            call = await called(workers[0], 98, "text me the link")
            assert (await kinds(workers[0], [call]))["SmsRequested"] == 1

    asyncio.run(main())


async def asks_for_help(center: CallCenter, number: int) -> str:
    """The caller texts HELP; returns the id of the text."""
    sent = await center.receive_text(
        to=NUMBER, from_=CALLER, body="HELP", message_id=f"help-{number}"
    )
    return sent.text


def test_outside_transfers_count_from_the_question_until_they_are_off(url: str) -> None:
    """A caller who declines makes room for the next one."""

    async def main() -> None:
        async with on(url) as center:
            await center.apply(office(external_transfers_per_day=2))
            first = await called(center, 1, "partner")
            second = await called(center, 2, "partner")
            third = await called(center, 3, "partner")
            assert (await kinds(center, [third]))["external_day_limit"] == 1
            await center.press(first, "1")
            await center.press(second, "2")
            assert (await center.usage(WORKSPACE)).external_transfers == 1
            fourth = await called(center, 4, "partner")
            assert (await kinds(center, [fourth]))["TransferProposed"] == 1
            await center.end(fourth)
            assert (await center.usage(WORKSPACE)).external_transfers == 1

    asyncio.run(main())


def test_test_calls_are_not_counted(url: str) -> None:
    """Nor are they refused for what real calls used."""

    async def main() -> None:
        async with on(url) as center:
            await center.apply(office(texts_per_day=1))
            tests = [await called(center, n, "text me the link", test=True) for n in range(3)]
            assert (await kinds(center, tests))["SmsRequested"] == 3
            real = await called(center, 9, "text me the link")
            assert (await kinds(center, [real]))["SmsRequested"] == 1
            assert (await center.usage(WORKSPACE)).texts == 1

    asyncio.run(main())


def test_hearing_the_caller_reads_no_count(file_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a tool that is used does."""

    async def main() -> None:
        async with on(file_url) as center:
            await center.apply(office())
            read: list[str] = []
            stream = center._log.read_stream

            async def reading(name: str, after: int = 0) -> object:
                read.append(name)
                return await stream(name, after)

            monkeypatch.setattr(center._log, "read_stream", reading)
            call = await called(center, 1, "hello")
            await center.press(call, "5")
            assert not [name for name in read if ".usage." in name]
            await center.hear(call, "text me the link")
            assert [name for name in read if ".usage." in name]

    asyncio.run(main())


def test_a_caller_of_another_region_is_not_texted(url: str) -> None:
    """Until the region is named."""

    async def main() -> None:
        async with on(url) as center:
            for named, reason in (((), "region_not_allowed"), (("JM",), "SmsRequested")):
                await center.apply(office(regions=named))
                call = await center.receive_call(to=NUMBER, from_="+18765551234")
                await center.answer(call)
                await center.hear(call, "text me the link")
                assert (await kinds(center, [call]))[reason] == 1

    asyncio.run(main())


def test_a_number_of_an_older_workspace_stays_allowed_with_a_warning(url: str) -> None:
    """A new one beyond the regions is refused, and so is a second change to it."""

    async def main() -> None:
        london, paris = "+442079460018", "+33142685300"
        outside = _transferring(london)
        async with on(url) as center:
            with pytest.raises(InvalidWorkspace, match=r"\+442079460018 is in GB, and \+1415"):
                await center.apply(outside)
            await center._workspaces.apply(outside)  # as an older version did
            await center.apply(outside)
            (warning,) = (await center.workspaces.replace(outside)).warnings
            assert warning.path == "jobs “Partner”: instructions"
            assert warning.wrong.endswith("it stays allowed, as it was saved before")
            assert (await center.usage(WORKSPACE)).warnings[0].startswith("job “Partner”: +4420")
            call = await called(center, 1, "partner")
            assert (await kinds(center, [call]))["TransferProposed"] == 1
            with pytest.raises(InvalidWorkspace, match=r"\+33142685300 is in FR"):
                await center.apply(_transferring(paris))
            named = outside.model_copy(update={"limits": Limits(regions=("GB",))})
            await center.apply(named)
            assert (await center.usage(WORKSPACE)).warnings == ()

    asyncio.run(main())


def test_a_day_is_counted_in_the_time_zone_of_the_workspace(file_url: str) -> None:
    """At noon in UTC it is the next day in Kiritimati."""
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert day_of(noon, "Pacific/Kiritimati") == "2026-03-03"

    async def main() -> None:
        zone = "Pacific/Kiritimati"
        async with on(file_url) as center:
            await center.apply(office().model_copy(update={"time_zone": zone}))
            await called(center, 1, "text me the link")
            day = day_of(center.now(), zone)
            assert (await center.usage(WORKSPACE)).time_zone == zone
            assert len(await center._log.read_stream(usage_stream(WORKSPACE, day))) == 1

    asyncio.run(main())


def _transferring(number: str) -> WorkspaceDocument:
    """The office, whose partner has this number."""
    written = OFFICE.read_text(encoding="utf-8").replace("+1 212 555 0143", number)
    return workspace_in(written.encode(), "office.yaml")
