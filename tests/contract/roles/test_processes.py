"""Several processes on one log: each acts through its own ports, and through nothing else."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Final

import pytest

from hookflash import (
    Call,
    CallCenter,
    LegStatus,
    Move,
    NoSuchCall,
    NotCarriedHere,
    PhonePlan,
    Spoken,
    TelephonyOffers,
    TextStatus,
    Turn,
)
from hookflash.domain.call.call import AskedQuestion
from tests.contract.roles.office import (
    AGENT,
    CALLER,
    NUMBER,
    Phones,
    Texts,
    asked,
    begin,
    reached,
    ringing,
    types,
)
from tests.rig.agent import OFFICE, LiteralAgent

CALLS: Final = 20
WHILE: Final = 5.0
"""Seconds in which a process resumes every call that is left to it."""
Scene = Callable[[CallCenter, CallCenter], Awaitable[None]]


class Attentive(LiteralAgent):
    """Counts its turns."""

    def __init__(self) -> None:
        self.turns = 0

    async def next_move(self, turn: Turn) -> Move | None:
        """Count one."""
        self.turns += 1
        return await super().next_move(turn)


def opened(
    url: str, phones: Phones | None = None, texts: Texts | None = None
) -> AbstractAsyncContextManager[CallCenter]:
    """A process with these ports."""
    return CallCenter.open(url, telephony=phones, messaging=texts, agent=AGENT)


def play(url: str, phones: Phones, texts: Texts, scene: Scene) -> None:
    """Play a scene of two processes: one with both ports, and one without."""

    async def main() -> None:
        async with opened(url, phones, texts) as worker:
            await worker.apply(OFFICE)
            async with opened(url) as other:
                await scene(worker, other)

    asyncio.run(main())


def sent(call: Call) -> bool:
    """Whether the carrier has taken the call's text."""
    return [text.effect for text in call.texts.values()] == ["accepted"]


async def held(center: CallCenter, call: str) -> AskedQuestion:
    """The question whose answer waits for the report of its playback."""

    def is_held(now: Call) -> bool:
        question = now.current.question if now.current is not None else None
        return question is not None and question.held is not None

    await reached(center, call, is_held)
    transfer = (await center.until(call, is_held)).current
    assert transfer is not None
    assert transfer.question is not None
    return transfer.question


async def report_the_question(center: CallCenter, call: str) -> None:
    """Report that the question was heard to its end, before the yes that waits for that."""
    question = await held(center, call)
    assert question.held is not None
    at = question.held.at - timedelta(seconds=2)
    heard = {"began_at": at, "ended_at": at, "heard_chars": question.characters}
    report = {"speech_id": question.speech_id, **heard}
    await center.report(call, Spoken.model_validate(report))
    assert "TransferConfirmed" in await types(center, call)


def test_a_process_without_ports_sends_nothing(shared_url: str) -> None:
    """Fault 42: 20 texts are throttled; each is sent once, by the worker, when there is room."""
    phones, texts = Phones(), Texts()

    async def scene(worker: CallCenter, other: CallCenter) -> None:
        begun = (begin(worker, "text me the link", number=n) for n in range(CALLS))
        calls = await asyncio.gather(*begun)
        async with CallCenter.read(shared_url):
            await asyncio.sleep(WHILE)
        for call in calls:
            assert "SmsAccepted" not in await types(other, call)
        texts.accept = True
        for call in calls:
            await reached(other, call, sent)
        attempts = [kind for call in calls for kind in await types(worker, call)]
        assert attempts.count("SmsAttempted") == len(texts.asked)

    play(shared_url, phones, texts, scene)


def test_a_process_without_telephony_takes_no_live_call(shared_url: str) -> None:
    """Every method that would speak or act raises, names the fix, and records nothing."""

    async def scene(worker: CallCenter, other: CallCenter) -> None:
        call = await begin(worker)
        before = await worker.position()
        for refused in (
            other.receive_call(to=NUMBER, from_=CALLER),
            other.answer(call),
            other.hear(call, "text me the link"),
            other.hear(call, "text", final=False),
            other.press(call, "1"),
            other.use_tool(call, "send_sms_1", {}),
        ):
            with pytest.raises(NotCarriedHere, match=r"telephony=… .*--host-url.*--simulate"):
                await refused
        with pytest.raises(NoSuchCall):
            await other.answer("harbor-dental.call.x")
        assert await worker.position() == before

    play(shared_url, Phones(), Texts(), scene)


def test_it_holds_test_calls(shared_url: str) -> None:
    """Their phones and texts are simulated in every process."""

    async def scene(_: CallCenter, other: CallCenter) -> None:
        plan = {"Dana": PhonePlan(does="answer")}
        call = await other.sandbox.begin(to=NUMBER, phones=plan)
        await other.hear(call, "text me the link")
        await reached(other, call, sent)
        await other.hear(call, "Yes, it is here. Front desk please")
        await other.press(call, "1")
        await reached(other, call, lambda now: now.state == "dropped")

    play(shared_url, Phones(), Texts(), scene)


def test_it_records_facts_and_leaves_the_rest(shared_url: str) -> None:
    """A phone answers: the worker releases the other one, although it waits for a receipt too."""
    phones, texts = Phones(), Texts(accept=True)

    async def scene(worker: CallCenter, other: CallCenter) -> None:
        call = await begin(worker, "text me the link", "front desk please", "Yes please")
        first, *rest = await ringing(worker, call)
        assert rest
        await other.report(call, LegStatus(leg=first, status="answered"))
        assert (await other.call(call)).state == "dropped"
        await asked(phones, "release")
        await other.end(call)
        assert (await worker.call(call)).state == "ended"

    play(shared_url, phones, texts, scene)


def test_it_executes_nothing_and_waits_for_nothing(shared_url: str) -> None:
    """Without a worker, an answered phone changes nothing but the log; the next worker goes on."""
    phones, texts = Phones(), Texts()

    async def main() -> None:
        async with opened(shared_url, phones, texts) as worker:
            await worker.apply(OFFICE)
            call = await begin(worker, "text me the link", "front desk please", "Yes please")
            first, *_ = await ringing(worker, call)
        before, attempts = list(phones.asked), len(texts.asked)
        async with opened(shared_url) as other:
            await reached(other, call, lambda now: now.state == "transferring")
            await other.report(call, LegStatus(leg=first, status="answered"))
            await asyncio.sleep(WHILE)
            assert not other._dispatcher._timers.has_timer(call)
        assert (phones.asked, len(texts.asked)) == (before, attempts)
        async with opened(shared_url, phones, texts):
            await asked(phones, "release")

    asyncio.run(main())


def test_its_agent_takes_no_turn(shared_url: str) -> None:
    """The news of a failed text is recorded there, and said nowhere but on the worker's line."""
    phones, texts, agent = Phones(), Texts(accept=True), Attentive()

    async def main() -> None:
        async with opened(shared_url, phones, texts) as worker:
            await worker.apply(OFFICE)
            call = await begin(worker, "text me the link")
            async with CallCenter.open(shared_url, agent=agent) as other:
                (key,) = (await other.until(call, sent)).texts
                failed = TextStatus(effect_key=key, status="failed", code="30003")
                await other.report(call, failed)
                await asyncio.sleep(0.5)
                assert "SmsFailed" in await types(worker, call)
        assert agent.turns == 0

    asyncio.run(main())


def test_words_that_it_decided_are_said_by_the_worker(shared_url: str) -> None:
    """A report of playback settles a yes; “Thank you” is said where the caller is."""
    phones = Phones()
    phones.offers = TelephonyOffers(playback="reports")

    async def scene(worker: CallCenter, other: CallCenter) -> None:
        call = await begin(worker, "front desk please")
        await worker.hear(call, "Yes please")
        await report_the_question(other, call)
        await asked(phones, "ring")
        assert "SpeechUnspoken" not in await types(worker, call)

    play(shared_url, phones, Texts(), scene)


def test_words_without_anyone_to_say_them_are_left(file_url: str) -> None:
    """A process that only texts does not even record that they were not said."""
    phones = Phones()
    phones.offers = TelephonyOffers(playback="reports")

    async def main() -> None:
        async with opened(file_url, phones) as worker:
            await worker.apply(OFFICE)
            call = await begin(worker, "front desk please")
            await worker.hear(call, "Yes please")
        async with opened(file_url, texts=Texts()) as other:
            await report_the_question(other, call)
            before = await types(other, call)
            await asyncio.sleep(WHILE)
            assert await types(other, call) == before

    asyncio.run(main())


def test_each_port_does_its_own_part(shared_url: str) -> None:
    """One process has the phones and one the texts: a text waits for the one that can send it."""
    phones, texts = Phones(), Texts(accept=True)

    async def main() -> None:
        async with opened(shared_url, phones) as speaking:
            await speaking.apply(OFFICE)
            call = await begin(speaking, "text me the link")
            assert "SmsAttempted" not in await types(speaking, call)
            async with opened(shared_url, texts=texts) as texting:
                await reached(speaking, call, sent)
                with pytest.raises(NotCarriedHere):
                    await texting.hear(call, "front desk please")
                await speaking.hear(call, "front desk please")
                await speaking.hear(call, "Yes please")
                await asked(phones, "ring")
        assert len(texts.asked) == 1

    asyncio.run(main())
