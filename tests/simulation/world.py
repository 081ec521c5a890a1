"""Plays stories against the whole orchestrator in virtual time and reports violations."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import Request, open_effects
from hookflash.domain.call.evolve import evolve, fold
from hookflash.domain.call.identity import call_id
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.flow.flow import AgentStep, Flow, VoicemailStep
from hookflash.domain.job.action import Destination, SendSms, TransferCall
from hookflash.domain.job.job import Job, Text
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.ports.reports import Recording, Report
from hookflash.orchestrator.runtime.open_calls import OpenCall
from hookflash.orchestrator.runtime.turn_leases import LocalLeases
from hookflash.orchestrator.simulation.virtual_time import EPOCH, run_virtually
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.simulation import edge, invariants
from tests.simulation.carrier import Carrier, Utterance
from tests.simulation.hearing import Judge
from tests.simulation.story import Ports, Step, Story, Visit
from tests.simulation.voice import Line
from tests.simulation.workers import Crew, Worker

LONGEST = 900.0
"""Virtual seconds within which everything must settle."""
CALLER = "+14155550199"
Ask = Callable[[CallCenter], Coroutine[Any, Any, Any]]


@dataclass(frozen=True)
class Played:
    """The result of a story."""

    call: str
    broken: tuple[str, ...]
    trace: tuple[str, ...]


class World:
    """One log for many stories, each with its own workers, carrier and caller."""

    def __init__(self, url: str = "sqlite://") -> None:
        self.store: Store = open_store(url)
        self.views = Projections(self.store, open_database(url))
        self.commits = 0
        self._workspaces: set[str] = set()
        self._commit, self.store.commit = self.store.commit, self._count  # type: ignore[method-assign]

    def _count(self, appends: Sequence[Append]) -> list[Outcome]:
        self.commits += 1
        return self._commit(appends)

    def play(self, story: Story) -> Played:
        """Play one story to its end."""
        return run_virtually(_Run(self, story).play())

    def views_disagree(self) -> Iterator[str]:
        """Compare the views with a rebuild."""
        self.views.catch_up()
        live = self._snapshot()
        self.views.rebuild()
        if live != self._snapshot():
            yield "views: they differ from a rebuild"
        for slug in self._workspaces:
            yield from (f"views: parked {event}" for event in self.views.parked(slug))

    def _snapshot(self) -> list[object]:
        return [
            (
                self.views.inbox.threads(slug, limit=10_000),
                self.views.transfers.list(slug, limit=10_000),
            )
            for slug in sorted(self._workspaces)
        ]

    def workspace(self, story: Story) -> WorkspaceDocument:
        """The workspace of ``story``: no other one uses up its limits, or opts out of its texts."""
        document = workspace(story.destination, story.seed)
        self._workspaces.add(document.slug)
        return document

    def close(self) -> None:
        """Close the log."""
        self.store.close()


class _Run:
    def __init__(self, world: World, story: Story) -> None:
        self._world = world
        self._story = story
        self._document = world.workspace(story)
        self._call = call_id(self._document.slug, f"story-{story.seed}")
        self._broken: list[str] = []
        self._carrier = Carrier(story, self._witness)
        self._carrier.deliver = self._report
        self._line = Line(self._carrier)
        self._crew: Crew | None = None
        self._births = 0
        self._leases: dict[str, tuple[object, float]] = {}
        self._visitors: list[tuple[Visit, Worker]] = []
        self._read = (-1, Call(self._call))

    async def play(self) -> Played:
        self._crew = Crew(self._story.seed, self._worker, _Swept(self))
        kills = [asyncio.create_task(self._kill(k.worker, k.at)) for k in self._story.kills]
        kills += [asyncio.create_task(self._visit(visit)) for visit in self._story.visits]
        try:
            async with asyncio.timeout(LONGEST):
                await self._conversation()
                await self._rest()
        except TimeoutError:
            self._broken.append("it does not settle")
        self._crew.stop()
        self._carrier.stop()
        for task in kills:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*kills, return_exceptions=True)
        return self._judge()

    def _worker(self, name: str) -> Worker:
        return self._made(name, None)

    def _made(self, name: str, given: Ports | None) -> Worker:
        world, clocks = self._world, self._story.clocks
        self._births += 1
        return Worker(
            name,
            world.store,
            world.views,
            self._carrier,
            self._line,
            leases=LocalLeases(self._leases),
            ahead=clocks[self._births % len(clocks)],
            given=given,
        )

    @property
    def out(self) -> bool:
        """Whether the database is away."""
        return self._story.out(asyncio.get_running_loop().time())

    async def _open_calls(self) -> Mapping[str, int]:
        call = self._now()
        busy = call.state != "ended" or pending_timers(call) or open_effects(call)
        return {self._call: call.position} if call.position and busy else {}

    def _now(self) -> Call:
        """Return the current call; reads the log only after a commit."""
        read, call = self._read
        if read != self._world.commits:
            for event in self._world.store.read_stream(self._call, call.position):
                evolve(call, cast("e.CallEvent", event))
            self._read = (self._world.commits, call)
        return call

    async def _conversation(self) -> None:
        story, number = self._story, f"story-{self._story.seed}"
        to = next(iter(self._document.numbers)).number
        await self._do(lambda c: c.apply(self._document))
        await self._do(lambda c: c.receive_call(to=to, from_=CALLER, provider_call_id=number))
        hanging_up = asyncio.create_task(self._hang_up(story.hang_up or 200.0))
        asked = [asyncio.create_task(self._do(lambda c: c.answer(self._call)))]
        for n, step in enumerate(story.steps):
            if step.waits:
                await asyncio.gather(*asked)
            await asyncio.sleep(step.after)
            if step.aim is not None:
                await self._line.named(step.aim + (step.early or 0.0))
            if step.partial is not None:
                await self._partial(step)
            if step.final:
                asked.append(asyncio.create_task(self._step(f"{story.seed}/{n}", step)))
        await asyncio.gather(*asked)
        await self._voicemail()
        await hanging_up

    async def _partial(self, step: Step) -> None:
        """The caller begins to speak."""

        async def hear(center: CallCenter) -> None:
            self._line.partials.append(asyncio.get_running_loop().time())
            await center.hear(self._call, step.say.split()[0], final=False)

        await self._do(hear)
        await asyncio.sleep(step.partial or 0.0)

    async def _step(self, name: str, step: Step) -> None:
        if step.tool:
            await self._do(lambda c: c.use_tool(self._call, step.tool, {}, name), step.cancel)
            return
        now = asyncio.get_running_loop().time
        early = step.early
        began = now() - (early or 0.0) - (step.partial or 0.0)
        began_at = None if early is None else EPOCH + timedelta(seconds=began)
        digits = step.press
        said = Utterance(name, "" if digits else step.say, digits, began, now())
        self._carrier.ledger.said.append(said)

        async def tell(center: CallCenter) -> None:
            said.times_told += 1
            if said.times_told == 1:  # a request may be repeated after its worker has died
                said.told_at = now()
            if early is None:
                said.began_at = now()
            at = began_at and edge.moment(began_at, self._story.skew)
            if digits:
                await center.press(self._call, digits, began_at=at, message_id=name)
            else:
                await center.hear(self._call, step.say, began_at=at, message_id=name)

        await self._do(tell, step.cancel)

    async def _hang_up(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._line.hang_up()
        await self._do(lambda c: c.end(self._call))

    async def _voicemail(self) -> None:
        for _ in range(60):
            call = self._now()
            if call.state == "ended":
                return
            if call.voicemail and call.voicemail.status == "started" and self._story.message:
                recording = Recording(
                    effect_key=call.voicemail.effect_key,
                    recording="r",
                    seconds=3,
                    transcript=self._story.message,
                    message_id=f"{call.call_id}/recording",
                )
                await self._report(self._call, recording)
                return
            await asyncio.sleep(2.0)

    async def _rest(self) -> None:
        for quiet in (5.0, 65.0):
            while await self._open_calls():  # noqa: ASYNC110 - the test has no notification
                await asyncio.sleep(5.0)
            await asyncio.sleep(quiet)

    async def _kill(self, worker: int, at: float) -> None:
        await asyncio.sleep(at)
        if self._crew is not None:
            await self._crew.kill(worker)

    async def _visit(self, visit: Visit) -> None:
        await asyncio.sleep(visit.at)
        if self._crew is not None:
            visitor = self._made(f"{self._story.seed}/visitor", visit.ports)
            self._visitors.append((visit, visitor))
            await self._crew.visit(visitor, visit.seconds)

    async def _report(self, call: str, report: Report, cancel: float | None = None) -> None:
        if self._crew is not None:
            await self._crew.report(_cancelled(lambda c: c.report(call, report), cancel))

    async def _do(self, ask: Ask, cancel: float | None = None) -> None:
        """Have a worker do something; the host cancels it after ``cancel`` seconds."""
        if self._crew is not None:
            await self._crew.do(_cancelled(ask, cancel))

    def _witness(self, request: Request) -> None:
        call = self._now()
        self._broken += invariants.before_request(call, request)
        if request.provider_call_id != f"story-{self._story.seed}":
            self._broken.append(f"{type(request).__name__}: it does not name the live call")

    def _cut_off(self) -> Iterator[float]:
        """When workers reached the log again."""
        yield from (outage.at + outage.seconds for outage in self._story.outages)

    def _events(self) -> list[e.CallEvent]:
        return cast("list[e.CallEvent]", self._world.store.read_stream(self._call))

    def _judge(self) -> Played:
        events = self._events()
        call = fold(self._call, events)
        ledger = self._carrier.ledger
        self._broken += invariants.after_every_event(self._call, events)
        if self._crew is not None:
            ledger.deaths = sorted((*self._crew.deaths, *ledger.cut_off, *self._cut_off()))
        for visit, visitor in self._visitors:
            self._broken += invariants.beyond_its_ports(visit.ports, visitor.recorded)
        self._broken += self._carrier.broken
        self._broken += Judge(self._story, events, ledger, self._line).violations()
        away = self._story.outages
        self._broken += invariants.rings_too_long(events, away)
        self._broken += invariants.overdue(events, away)
        self._broken += invariants.status_goes_backwards(events)
        self._broken += invariants.at_the_end(call, events, ledger)
        return Played(self._call, tuple(dict.fromkeys(self._broken)), tuple(_trace(events)))


def _cancelled(ask: Ask, seconds: float | None) -> Ask:
    return ask if seconds is None else lambda center: _for_seconds(ask(center), seconds)


async def _for_seconds(work: Coroutine[Any, Any, Any], seconds: float) -> None:
    """Run ``work``, and cancel it after so many seconds."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        task.cancel()
    await asyncio.wait({task})


def _trace(events: Iterable[e.CallEvent]) -> Iterator[str]:
    for event in events:
        data = event.model_dump(mode="json", exclude={"call_id", "position", "at", "by", "cause"})
        short = {k: v for k, v in data.items() if k not in ("checks", "facts", "actions", "jobs")}
        yield f"{event.position:3} {event.at:%M:%S.%f} {event.by:8} {event.type} {short}"


class _Swept:
    """The one call of a run, as recovery learns of it."""

    def __init__(self, run: _Run) -> None:
        self._run = run

    async def _open(self) -> Mapping[str, int]:
        if self._run.out:
            raise LogUnavailable("the database is away")
        return await self._run._open_calls()

    async def page(self, after: int, limit: int) -> Sequence[OpenCall]:
        """The call, unless it is behind."""
        assert limit
        return [] if after else [OpenCall(1, *one) for one in (await self._open()).items()]

    async def among(self, calls: Collection[str]) -> Mapping[str, int]:
        """The call, if it is among them and open."""
        return {call: at for call, at in (await self._open()).items() if call in calls}

    async def last_position(self) -> int:
        """The position of the call."""
        await self._open()
        return self._run._now().position

    async def changed_since(self, after: int) -> tuple[int, Collection[str]]:
        """The call, if it has grown."""
        position = await self.last_position()
        return position, {self._run._call} if position > after else ()


def workspace(destination: str, seed: int) -> WorkspaceDocument:
    """A workspace with a text, a transfer to ``destination``, and three members."""
    kind = {"Front": "inbox", "Ann": "member"}.get(destination, "external")
    members = tuple(
        Member(name=name, phone=f"+1415555012{n}") for n, name in enumerate(("Ann", "Ben", "Cy"))
    )
    where = Destination.model_validate({"kind": kind, "name": destination})
    number = f"+1415{2_000_000 + seed % 8_000_000}"
    greeting = AgentStep(greeting="Thanks for calling.", jobs=("Booking", "Person"))
    flow = Flow(steps=(greeting, VoicemailStep(greeting="Please leave a message.")))
    return WorkspaceDocument(
        name=f"Sim {seed}",
        members=members,
        inboxes=(Inbox(name="Front", members=("Ann", "Ben", "Cy")),),
        numbers=(BusinessNumber(number=number, kind="local", registration="approved"),),
        flows={number: flow},
        jobs=(
            _job(
                "Booking",
                "If the caller wants an appointment, text the link: ",
                SendSms(body="https://example.com/book"),
            ),
            _job("Person", "If the caller asks for a person, ", TransferCall(destination=where)),
        ),
    )


def _job(name: str, text: str, action: SendSms | TransferCall) -> Job:
    return Job(name=name, instructions=text, steps=(Text(text=text), action))
