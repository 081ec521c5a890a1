"""What a desk tells: what no method returned, once to each reader, in every process."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from hookflash import HostAgent, News, TextStatus, Unknown
from hookflash.domain.call import events as e
from hookflash.orchestrator.simulation.virtual_time import EPOCH
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.opened import open_worker
from tests.unit.desk.hosted import Hosted, Line, hosted


class Reader:
    """Reads all news of a desk."""

    def __init__(self, host: Hosted) -> None:
        self.items: list[News] = []
        self._desk = host.desk
        self.task = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        async for item in self._desk.news():
            self.items.append(item)

    @property
    def kinds(self) -> list[str]:
        """The kinds of what was told, in order."""
        return [item.kind for item in self.items]


@in_virtual_time
async def test_a_question_that_is_not_answered_is_put_again_and_lapses_as_news() -> None:
    """Nobody asked for these words: the host plays them when they come."""
    async with hosted() as host:
        reader = Reader(host)
        asked = await host.desk.call_tool("transfer_call_2")
        assert asked.speech is not None
        await host.clock.sleep(90)
        assert reader.kinds == ["question_asked_again", "question_lapsed"]
        again, lapsed = reader.items
        assert again.speech is not None
        assert again.speech.text.startswith("Sorry, I want to be sure.")
        assert not again.may_reply
        assert lapsed.may_reply
        assert lapsed.reply_due
        await host.desk.ended()
        await reader.task
        assert reader.kinds[-1] == "ended"


@in_virtual_time
async def test_what_a_result_says_is_not_news_and_what_comes_later_is() -> None:
    """The outcome that a tool's result waited for is told once."""
    async with hosted() as host:
        reader = Reader(host)
        sent = await host.desk.call_tool("send_sms_1")
        assert "was sent" in sent.text
        await host.clock.sleep(5)
        assert reader.kinds == []
        requested, *_ = await host.events(e.SmsRequested)
        status = TextStatus(effect_key=requested.effect_key, status="delivered")
        await host.center.report(host.desk.call_id, status)
        host.texts.answers = [Unknown(reason="timeout")]
        await host.clock.sleep(5)
        assert reader.kinds == ["text_delivered"]
        assert not reader.items[0].reply_due
        reader.task.cancel()


@in_virtual_time
async def test_a_failed_text_asks_for_a_reply() -> None:
    """The caller was told that it comes."""
    async with hosted() as host:
        reader = Reader(host)
        await host.desk.call_tool("send_sms_1")
        requested, *_ = await host.events(e.SmsRequested)
        failed = TextStatus(effect_key=requested.effect_key, status="failed", code="30006")
        await host.center.report(host.desk.call_id, failed)
        await host.clock.sleep(5)
        (item,) = reader.items
        assert (item.kind, item.reply_due) == ("text_failed", True)
        assert "30006" in item.text
        reader.task.cancel()


@in_virtual_time
async def test_a_result_that_was_lost_becomes_news() -> None:
    """Fault 41: the question of a cancelled tool call is played all the same."""
    async with hosted() as host:
        reader = Reader(host)
        for steps in range(12):
            before = len(await host.events(e.TransferProposed))
            task = asyncio.ensure_future(host.desk.call_tool("transfer_call_2"))
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            returned = None
            with suppress(asyncio.CancelledError):
                returned = (await task).speech
            await host.clock.sleep(1)
            proposed = len(await host.events(e.TransferProposed)) - before
            told = [item.speech for item in reader.items if item.kind == "question_asked"]
            assert len(told) + bool(returned) == proposed
            reader.items.clear()
            if proposed:
                break
        assert proposed
        reader.task.cancel()


@in_virtual_time
async def test_desks_in_other_processes_and_several_readers_are_told_the_same() -> None:
    """A reader follows the log, whichever worker decides."""
    async with hosted() as host:
        other = open_worker("2", host.store, host.clock, Line(host.clock), agent=HostAgent())
        host.others.append(other)
        far = await other.desk(host.desk.call_id)
        readers = [Reader(host), Reader(host)]
        host.desk, here = far, host.desk
        readers.append(Reader(host))
        host.desk = here
        await host.desk.call_tool("transfer_call_2")
        await host.clock.sleep(90)
        await host.desk.ended()
        await asyncio.gather(*(reader.task for reader in readers))
        assert [reader.kinds for reader in readers] == [readers[0].kinds] * 3
        assert readers[0].kinds == ["question_asked_again", "question_lapsed", "ended"]


@in_virtual_time
async def test_the_words_that_another_part_of_the_host_reports_are_news() -> None:
    """A telephony that hears the caller reports to the center; the agent hears of it here."""
    async with hosted() as host:
        reader = Reader(host)
        await host.center.hear(host.desk.call_id, "Hello?")
        await host.desk.caller_said("This one is returned.")
        await host.clock.sleep(3)
        (item,) = reader.items
        assert (item.kind, item.text, item.reply_due) == ("caller", "Hello?", True)
        reader.task.cancel()


@in_virtual_time
async def test_a_reader_that_comes_late_begins_where_it_says() -> None:
    """Over HTTP it reconnects after the last item that it has."""
    async with hosted() as host:
        await host.center.hear(host.desk.call_id, "One.")
        await host.center.hear(host.desk.call_id, "Two.")
        await host.desk.ended()
        items = [item async for item in host.desk.news()]
        assert [item.text for item in items[:2]] == ["One.", "Two."]
        rest = [item async for item in host.desk.news(after=items[0].position)]
        assert rest == items[1:]
        assert [item async for item in host.desk.news(after=items[-1].position)] == []


@in_virtual_time
async def test_an_answer_that_waits_for_its_playback_report_is_told_when_that_comes() -> None:
    """The report returns nothing, so what follows from it is news."""
    async with hosted() as host:
        reader = Reader(host)
        asked = await host.desk.call_tool("transfer_call_2")
        assert asked.speech is not None
        await host.clock.sleep(4)
        turn = await host.desk.caller_said("Yes please")
        assert (turn.state, turn.may_reply) == ("confirm_transfer", False)
        began = EPOCH
        await host.desk.played(
            asked.speech.id,
            began_at=began,
            ended_at=began + timedelta(seconds=3),
            heard_chars=len(asked.speech.text),
        )
        await host.clock.sleep(1)
        assert reader.kinds[:2] == ["spoken", "agent_left"]
        assert reader.items[0].speech is not None
        assert len(host.line.rung) == 1
        reader.task.cancel()


@in_virtual_time
async def test_a_reader_that_goes_away_leaves_nothing_behind() -> None:
    """What it waited for is forgotten with it, and so is what a call that is over had."""
    async with hosted() as host:
        readers = [Reader(host) for _ in range(100)]
        await host.clock.sleep(5)
        for reader in readers:
            reader.task.cancel()
        await asyncio.gather(*(reader.task for reader in readers), return_exceptions=True)
        staying = Reader(host)
        await host.desk.ended()
        await staying.task
        assert staying.kinds == ["ended"]
        assert len(host.center._dispatcher.watch._notifiers) == 0


@in_virtual_time
async def test_a_broken_promise_is_news_and_a_correction_is_due() -> None:
    """Once: a model that claims it again is flagged again, and does not talk on and on."""
    async with hosted() as host:
        reader = Reader(host)
        await host.desk.caller_said("Could I talk to a person?")
        for _ in range(2):
            await host.desk.agent_said("I'm transferring you now.")
            await host.clock.sleep(20)
        assert reader.kinds == ["promise_flagged"] * 2
        first, second = reader.items
        assert first.text == (
            "You told the caller “I'm transferring you now.”, but no transfer was requested. "
            "Correct it."
        )
        assert first.may_reply
        assert (first.reply_due, second.reply_due) == (True, False)
        reader.task.cancel()


@in_virtual_time
async def test_a_promise_that_the_callers_words_show_broken_is_news() -> None:
    """It is not due then: the agent is about to reply to the caller."""
    async with hosted() as host:
        reader = Reader(host)
        await host.desk.agent_said("I've just texted you the link.")
        turn = await host.desk.caller_said("I got nothing")
        await host.clock.sleep(1)
        assert turn.may_reply
        assert [(one.kind, one.reply_due) for one in reader.items] == [("promise_flagged", False)]
        reader.task.cancel()


@in_virtual_time
async def test_news_of_what_the_core_answered_itself_do_not_let_the_agent_speak() -> None:
    """The flag was decided together with the words that the core answered."""
    async with hosted() as host:
        reader = Reader(host)
        await host.desk.agent_said("I've just texted you the link.")
        turn = await host.desk.caller_said("Stop texting me")
        await host.clock.sleep(1)
        assert not turn.may_reply
        (flagged,) = [one for one in reader.items if one.kind == "promise_flagged"]
        assert (flagged.may_reply, flagged.reply_due) == (False, False)
        reader.task.cancel()


@in_virtual_time
async def test_a_text_that_was_not_announced_is_told_when_the_agent_speaks_next() -> None:
    """The caller does not wait for it, so the agent need not speak up."""
    async with hosted() as host:
        reader = Reader(host)
        await host.desk.agent_said(host.desk.greeting)
        await host.desk.caller_said("I'd like to book")
        await host.desk.call_tool("send_sms_1")
        await host.desk.agent_said("Anything else?")
        await host.clock.sleep(30)
        (flagged,) = [one for one in reader.items if one.kind == "promise_flagged"]
        assert flagged.text.endswith("Tell them now.")
        assert not flagged.reply_due
        reader.task.cancel()
