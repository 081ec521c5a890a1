"""Runs test scenarios: plays each call in virtual time, in memory, and compares."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import cast

from hookflash.domain.call import events as e
from hookflash.domain.flow.flow import AgentStep, Flow
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.names import folded
from hookflash.orchestrator.assembly import simulate
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.scenario import Expectation, Scenario, TestResult
from hookflash.orchestrator.simulation.scripted_caller import Simulation
from hookflash.orchestrator.simulation.virtual_time import run_virtually
from hookflash.projections.replay.event_text import describe

_TAKEN_FOR_GRANTED = (e.SpeechAccepted, e.SpeechHeard)


def run_scenarios(
    document: WorkspaceDocument, scenarios: Sequence[Scenario]
) -> tuple[TestResult, ...]:
    """Play each scenario on a workspace of its own, and return the results in order.

    Nothing is recorded, and nothing reaches a provider. It takes up to some tenths of a second a
    scenario; do not call it inside an event loop.
    """
    return tuple(run_virtually(_run(document, scenario)) for scenario in scenarios)


def play_scenario(document: WorkspaceDocument, scenario: Scenario) -> list[e.CallEvent]:
    """Play a scenario like :func:`run_scenarios`, and return the events of its call."""
    return run_virtually(_events(document, scenario))


async def _run(document: WorkspaceDocument, scenario: Scenario) -> TestResult:
    async with _played(document, scenario) as (simulation, call_id):
        return _result(simulation, scenario, call_id)


async def _events(document: WorkspaceDocument, scenario: Scenario) -> list[e.CallEvent]:
    async with _played(document, scenario) as (simulation, call_id):
        return _events_of(simulation, call_id)


@asynccontextmanager
async def _played(
    document: WorkspaceDocument, scenario: Scenario
) -> AsyncIterator[tuple[Simulation, str]]:
    simulation = simulate("sqlite://", open_store("sqlite://"), seed=1)
    try:
        await simulation.center.apply(_with_job(document, scenario))
        yield simulation, await simulation.play(scenario.script)
    finally:
        simulation.telephony.tell = simulation.messaging.tell = None
        await simulation.close()


def _events_of(simulation: Simulation, call_id: str) -> list[e.CallEvent]:
    return cast("list[e.CallEvent]", simulation.store.read_stream(call_id))


def _with_job(document: WorkspaceDocument, scenario: Scenario) -> WorkspaceDocument:
    """Attach the scenario's job, switched on, in place of the jobs of the number's call flow."""
    if scenario.job is None:
        return document
    number = scenario.script.to
    steps = tuple(
        step.model_copy(update={"jobs": (scenario.job,)}) if isinstance(step, AgentStep) else step
        for step in document.flows[number].steps
    )
    jobs = tuple(
        job.model_copy(update={"on": True}) if job.name == scenario.job else job
        for job in document.jobs
    )
    flows = {**document.flows, number: Flow(steps=steps)}
    return document.model_copy(update={"jobs": jobs, "flows": flows})


def _result(simulation: Simulation, scenario: Scenario, call_id: str) -> TestResult:
    events = _events_of(simulation, call_id)
    simulation.views.catch_up()
    summary = simulation.views.calls.get(call_id.partition(".")[0], call_id)
    seen = _Seen(events, (summary.outcome if summary else None) or "")
    failures = (*_missed(scenario.expect, seen), *_forbidden(scenario.never, seen))
    return TestResult(
        name=scenario.name,
        passed=not failures,
        failures=failures,
        outcome=seen.outcome,
        call=tuple(_line(one) for one in events if not isinstance(one, _TAKEN_FOR_GRANTED)),
    )


class _Seen:
    """What happened on a call, as expectations name it."""

    def __init__(self, events: Sequence[e.CallEvent], outcome: str) -> None:
        self.outcome = outcome
        self.texts = [one.body for one in events if isinstance(one, e.SmsRequested)]
        self.proposed = [
            one.destination.name for one in events if isinstance(one, e.TransferProposed)
        ]
        self.transfers = [
            one.destination.name for one in events if isinstance(one, e.TransferConfirmed)
        ]
        self.said = [one.heard for one in events if isinstance(one, e.AgentSpoke)]

    def says(self, words: str) -> bool:
        """Whether the agent said ``words`` in one utterance."""
        return any(folded(words) in folded(said) for said in self.said)


def _missed(expect: Expectation, seen: _Seen) -> Iterator[str]:
    """Yield each expectation that the call did not meet."""
    if expect.texts is not None and list(expect.texts) != seen.texts:
        yield f"texts: expected {_listed(expect.texts)}, got {_listed(seen.texts)}"
    for what, wanted, got in (
        ("transfer", expect.transfer, seen.transfers),
        ("proposed", expect.proposed, seen.proposed),
    ):
        if wanted is not None and ([wanted] if wanted else []) != got:
            yield f"{what}: expected {_listed([wanted] if wanted else [])}, got {_listed(got)}"
    if expect.outcome is not None and expect.outcome != seen.outcome:
        yield f"outcome: expected {expect.outcome}, got {seen.outcome or 'none'}"
    for words in expect.said:
        if not seen.says(words):
            yield f"said: the agent never said “{words}”"


def _forbidden(never: Expectation, seen: _Seen) -> Iterator[str]:
    """Yield each thing that happened although it must not."""
    if never.texts is not None:
        unwanted = [text for text in never.texts if text in seen.texts]
        if unwanted or not (never.texts or seen.texts):
            yield f"not texts: {_listed(unwanted)} was sent" if unwanted else "not texts: none sent"
    for what, barred, got in (
        ("transfer", never.transfer, seen.transfers),
        ("proposed", never.proposed, seen.proposed),
    ):
        if barred is not None and (barred in got if barred else not got):
            yield f"not {what}: got {_listed(got)}"
    if never.outcome is not None and never.outcome == seen.outcome:
        yield f"not outcome: got {seen.outcome}"
    for words in never.said:
        if seen.says(words):
            yield f"not said: the agent said “{words}”"


def _listed(items: Sequence[str]) -> str:
    return ", ".join(f"“{item}”" for item in items) or "none"


def _line(event: e.CallEvent) -> str:
    if isinstance(event, e.CallerSpoke):
        return f"Caller: {event.text}"
    if isinstance(event, e.AgentSpoke):
        return f"Agent: {event.heard}"
    return describe(event)
