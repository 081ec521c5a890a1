"""A desk's method, cancelled at any await: what was decided is carried out, and told."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from hookflash import News
from hookflash.domain.call import events as e
from hookflash.testing import in_virtual_time
from tests.unit.desk.hosted import CALLER, NUMBER, Hosted, hosted

STEPS = [(step, 0.0) for step in range(14)] + [(0, 0.1), (0, 1.2)]
"""When the task is cancelled: after so many steps of the event loop, or so many seconds."""
Act = Callable[[Hosted], Awaitable[object]]
Check = Callable[[Hosted, list[News]], Awaitable[None]]


async def nothing(_: Hosted) -> None:
    """The call is answered."""


async def asked(host: Hosted) -> None:
    """The caller has heard the question."""
    result = await host.desk.call_tool("transfer_call_2")
    assert result.speech is not None
    now, all_of_it = host.center.now(), len(result.speech.text)
    began = now - timedelta(seconds=3)
    await host.desk.played(result.speech.id, began_at=began, ended_at=now, heard_chars=all_of_it)


async def held(host: Hosted) -> None:
    """The caller said yes, and no report tells when they heard the question."""
    await host.desk.call_tool("transfer_call_2", id="t1")
    await host.clock.sleep(4)
    await host.desk.caller_said("Yes please")


async def report(host: Hosted) -> None:
    """The report about the question comes."""
    question = (await host.events(e.AgentSpoke))[0]
    call = await host.center.until(host.desk.call_id, bool, 0)
    speech = next(iter(call.speeches), "")
    end = question.at + timedelta(seconds=3)
    await host.desk.played(
        speech, began_at=question.at, ended_at=end, heard_chars=len(question.text)
    )


async def texts_once(host: Hosted, _: list[News]) -> None:
    """One text if it was requested, and its outcome is in the log."""
    requested = await host.events(e.SmsRequested)
    assert len(host.texts.sent) == len(requested) == len(await host.events(e.SmsAccepted))


async def rings_once(host: Hosted, _: list[News]) -> None:
    """Once if the caller's yes is in the log, never otherwise."""
    assert len(host.line.rung) == len(await host.events(e.TransferConfirmed))


async def tells_the_question(host: Hosted, news: list[News]) -> None:
    """A question that was decided reaches the host, by the result or as news."""
    proposed = len(await host.events(e.TransferProposed))
    assert len([item for item in news if item.kind == "question_asked"]) in (0, proposed)


async def records_once(host: Hosted, _: list[News]) -> None:
    """The words are in the log once, or not at all."""
    assert len(await host.events(e.AgentSpoke)) <= 1


async def ends_once(host: Hosted, _: list[News]) -> None:
    """The call ends once."""
    assert len(await host.events(e.CallEnded)) <= 1


async def answers_once(host: Hosted, _: list[News]) -> None:
    """The call is answered once."""
    assert len(await host.events(e.CallAnswered)) == 1


ACTS: dict[str, tuple[Act, Act, Check]] = {
    "desk": (
        nothing,
        lambda h: h.center.desk(to=NUMBER, from_=CALLER, provider_call_id="CA1"),
        answers_once,
    ),
    "caller_said": (asked, lambda h: h.desk.caller_said("Yes", id="m9"), rings_once),
    "caller_pressed": (asked, lambda h: h.desk.caller_pressed("1", id="m9"), rings_once),
    "call_tool, a text": (nothing, lambda h: h.desk.call_tool("send_sms_1", id="m9"), texts_once),
    "call_tool, a transfer": (
        nothing,
        lambda h: h.desk.call_tool("transfer_call_2", id="m9"),
        tells_the_question,
    ),
    "agent_said": (nothing, lambda h: h.desk.agent_said("Hello.", id="m9"), records_once),
    "played": (held, report, rings_once),
    "ended": (asked, lambda h: h.desk.ended(), ends_once),
}
"""By name: the situation, what the host asks for, and what has to be true afterwards."""


@pytest.mark.parametrize("name", ACTS)
def test_what_was_decided_is_carried_out_whenever_the_task_is_cancelled(name: str) -> None:
    """Fault 41: at every step; repeated afterwards, it does nothing twice."""
    situation, act, check = ACTS[name]

    @in_virtual_time
    async def scene(steps: int, seconds: float) -> None:
        async with hosted() as host:
            news: list[News] = []

            async def read() -> None:
                news.extend([item async for item in host.desk.news()])

            reader = asyncio.ensure_future(read())
            await situation(host)
            task = asyncio.ensure_future(act(host))
            for _ in range(steps):
                await asyncio.sleep(0)
            await asyncio.sleep(seconds)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await asyncio.sleep(3)
            await check(host, news)
            await act(host)
            await asyncio.sleep(3)
            await check(host, news)
            reader.cancel()

    for steps, seconds in STEPS:
        scene(steps, seconds)
