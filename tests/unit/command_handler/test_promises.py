"""The promise audit on whole calls: flagged within the turn, shown, and told to the agent."""

from hookflash import Question
from hookflash.domain.call.flags import PromiseFlag
from hookflash.orchestrator.ports.agent import Move, Say, Turn, UseTool
from hookflash.projections.replay.event_text import describe
from hookflash.testing import events, in_virtual_time, office, such

OFFICE = """
workspace: Harbor Dental
members:
  - {name: Front Desk, phone: "+14155550101"}
numbers:
  - number: "+14155550100"
    registration: approved
    flow:
      - agent: {greeting: Thanks for calling., jobs: [Booking, Reception]}
      - voicemail: {greeting: Please leave a message.}
jobs:
  - {name: Booking, instructions: "Text the link: /Send SMS: https://example.com/book"}
  - {name: Reception, instructions: "If the caller asks for a person, /Transfer call: Front Desk"}
"""


class Plays:
    """An agent that makes the next moves of a list in each turn, as a model might."""

    label = "Plays a list"

    def __init__(self, *turns: tuple[Move, ...]) -> None:
        self._turns = list(turns)
        self._moves: list[Move] = []
        self._answered = -1
        self.flags: tuple[PromiseFlag, ...] = ()
        self.news: list[tuple[str, ...]] = []

    async def next_move(self, turn: Turn) -> Move | None:
        """The next of its moves; a new turn begins when the caller has spoken."""
        self.flags = turn.conversation.flags
        self.news.append(tuple(f"{news.kind}: {news.text}" for news in turn.news))
        spoken = sum(line.by == "caller" for line in turn.conversation.lines)
        if spoken > self._answered and self._turns:
            self._answered, self._moves = spoken, list(self._turns.pop(0))
        return self._moves.pop(0) if self._moves else None


HELLO = (Say(text="Thanks for calling."),)


@in_virtual_time
async def test_a_model_that_only_says_so_is_flagged_within_the_turn() -> None:
    """When ``hear`` returns, the trail, the call and the inbox show it; the agent is told next."""
    agent = Plays(
        HELLO, (Say(text="I'm transferring you now."),), (Say(text="I'm sorry, one moment."),)
    )
    async with office(OFFICE, agent=agent) as o:
        call = await o.call()
        await call.says("Can I talk to somebody?")
        (flagged,) = await call.then(such(events.PromiseFlagged, action="transfer"), within=0)
        said = "The agent said \u201cI'm transferring you now.\u201d, but no transfer was requested"
        assert describe(flagged) == said
        await call.says("Hello?")
        (flag,) = agent.flags
        assert (f"promise_flagged: {flag.correction}",) in agent.news
        assert flag.correction.endswith("but no transfer was requested. Correct it.")
        await call.hangs_up()
        summary = await o.center.find_calls(limit=1)
        assert summary[0].promises_flagged == 1
        report = await o.center.figures("day", Question(workspace=o.workspace))
        assert report.total.calls_promise_flagged == 1
        ((thread),) = await o.center.inbox(o.workspace)
        assert [item.promises_flagged for item in thread.items if item.kind == "call"] == [1]


@in_virtual_time
async def test_a_model_that_acts_in_the_same_turn_is_not_flagged() -> None:
    """Before or after the words."""
    texts, asks = UseTool(tool="send_sms_1"), Say(text="I've sent it. Did the text arrive?")
    agent = Plays(HELLO, (Say(text="I'll text you the link now."), texts, asks))
    async with office(OFFICE, agent=agent) as o:
        call = await o.call()
        await call.says("Text me the link, please")
        await call.then(events.SmsRequested)
        await call.waits(60)
        await call.hangs_up()
        assert (await o.center.find_calls(limit=1))[0].promises_flagged == 0


@in_virtual_time
async def test_a_text_without_a_word_is_flagged() -> None:
    """The caller was not told of it."""
    texts = UseTool(tool="send_sms_1")
    agent = Plays(HELLO, (texts, Say(text="Is there anything else I can do?")))
    async with office(OFFICE, agent=agent) as o:
        call = await o.call()
        await call.says("I'd like to book an appointment")
        await call.then(such(events.PromiseFlagged, claim="unannounced"), within=0)
