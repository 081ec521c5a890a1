"""All calls of a log are decided again, and those found that would end differently."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from hookflash.domain.job.job import Job
from hookflash.orchestrator.assembly import open_simulation
from hookflash.orchestrator.simulation.scripted_caller import Simulation
from hookflash.orchestrator.simulation.virtual_time import run_virtually
from hookflash.orchestrator.testing.simulated_office import Office
from hookflash.orchestrator.time_machine import workers
from hookflash.orchestrator.time_machine.as_test import as_test, forked
from hookflash.orchestrator.time_machine.change import Change, NotForkable, Phone, Policy
from hookflash.orchestrator.time_machine.coverage import coverage_of
from hookflash.orchestrator.time_machine.fork import Fork
from hookflash.orchestrator.time_machine.sweep import Result, Scope, Sweep
from hookflash.orchestrator.time_machine.workers import calls_in, what_if
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.testing import Behaviour, in_virtual_time, office
from tests.unit.time_machine.stage import OFFICE, fork

_USUAL = Behaviour()
PENDING = Change(policy=Policy(registration="pending"))


async def some_calls(o: Office) -> None:
    """One caller wants a link, one a person, and one says nothing."""
    booking = await o.call()
    await booking.says("I'd like to book a cleaning", "Yes, got it")
    await booking.hangs_up()
    person = await o.call(from_="+14155550198")
    await person.says("Could I talk to a person?", "No, thanks")
    await person.hangs_up()
    silent = await o.call(from_="+14155550197")
    await silent.waits(5)
    await silent.hangs_up()
    await silent.waits(60)


async def swept(o: Office, change: Change, **scope: object) -> Result:
    """What ``change`` makes of all calls of the office."""
    store = o.simulation.store
    sweep = Sweep(store, change, Scope.model_validate(scope))
    return await sweep.over(calls_in(store, o.workspace))


@in_virtual_time
async def test_without_a_change_all_calls_are_the_same() -> None:
    """Today's rules decide what was recorded."""
    async with office(OFFICE) as o:
        await some_calls(o)
        result = await swept(o, Change())
        assert (result.same, result.calls, result.changed) == (3, 3, ())


@in_virtual_time
async def test_the_calls_that_would_end_differently_are_listed() -> None:
    """Each with what was, what would be, and where they part."""
    async with office(OFFICE) as o:
        await some_calls(o)
        result = await swept(o, PENDING)
        assert (result.different, result.same) == (1, 2)
        [changed] = result.changed
        assert changed.call == o.calls[0].id
        assert changed.was.outcome == "resolved"
        assert changed.would_be.outcome == "text_refused"
        assert "still pending" in changed.difference.instead


@in_virtual_time
async def test_a_change_of_the_ring_touches_the_calls_that_rang() -> None:
    """The others are not even decided again."""
    async with office(OFFICE) as o:
        await some_calls(o)
        rang = await o.call(from_="+14155550196")
        await rang.says("Could I talk to a person?", "Yes, please")
        await rang.waits(90)
        await rang.hangs_up()
        result = await swept(o, Change(policy=Policy(ring_seconds=15)))
        assert (result.same, result.alike) == (3, 1)
        assert [one.call for one in result.changed] == [rang.id]


@in_virtual_time
async def test_calls_can_be_left_out() -> None:
    """By their date, and test calls."""
    async with office(OFFICE) as o:
        await some_calls(o)
        later = o.simulation.clock.now() + timedelta(days=1)
        result = await swept(o, PENDING, since=later)
        assert (result.calls, result.skipped) == (0, 3)


async def booking_under(change: Change) -> tuple[Fork, tuple[Job, ...]]:
    """The fork of a call in which a link was texted, and the jobs that it began with."""
    async with office(OFFICE) as o:
        await some_calls(o)
        return await fork(o, o.calls[0].id, change), o.document.jobs


def test_a_branch_becomes_a_test_that_fails() -> None:
    """It has nothing personal in it, and passes without the change."""
    found, _ = run_virtually(booking_under(PENDING))
    text = as_test(found, PENDING, None)
    assert "+14155550199" not in text
    assert "book a cleaning" not in text
    written: dict[str, str] = {}
    exec(text.replace("from hookflash.testing import forked", ""), written)  # noqa: S102
    call, jobs, change = written["CALL"], written["JOBS"], written["CHANGE"]
    assert forked(call, jobs, change).ends_otherwise
    assert not forked(call, jobs, Change().model_dump_json()).ends_otherwise


def test_phones_are_found_in_a_test_under_their_other_names() -> None:
    """Names are replaced in the call, and so in the change."""
    change = Change(phones={"Lee": Phone(does="answer")})

    async def play() -> Fork:
        async with office(OFFICE) as o:
            call = await o.call()
            await call.says("Could I talk to a person?", "Yes, please")
            await call.waits(90)
            await call.hangs_up()
            return await fork(o, call.id, change)

    text = as_test(run_virtually(play()), change, None)
    assert "Lee" not in text
    assert "+14155550102" not in text


def test_a_test_of_a_changed_job_needs_the_words() -> None:
    """The scripted agent has to read what was said."""
    other = OFFICE.replace("https://example.com/book", "https://example.com/new")
    change = Change(jobs=workspace_in(other.encode(), "other").jobs)
    found, jobs = run_virtually(booking_under(change))
    with pytest.raises(NotForkable, match="keep the words"):
        as_test(found, change, None)
    assert "book a cleaning" in as_test(found, change, jobs)


@in_virtual_time
async def test_coverage_names_what_no_call_has_exercised() -> None:
    """Transitions, refusals and timers."""
    async with office(OFFICE) as o:
        await some_calls(o)
        calls = [(call.id, call.events) for call in o.calls]
    coverage = coverage_of(calls)
    known = {(one.part, one.name): one for one in coverage.parts}
    sent = known["transition", "conversing → conversing: send_sms"]
    assert (sent.calls, sent.example) == (1, o.calls[0].id)
    assert known["transition", "confirm_transfer → conversing: decline"].calls == 1
    assert known["text refused", "opted_out"] in coverage.missing
    assert known["timer", "ring_timeout"] in coverage.missing


def test_several_processes_find_what_one_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same order, and with progress."""
    url = f"sqlite:///{tmp_path}/log.db"

    played(url)
    alone = what_if(url, PENDING, processes=1)
    monkeypatch.setattr(workers, "FEW", 0)
    monkeypatch.setattr(workers, "A_PORTION", 1)
    told: list[tuple[int, int]] = []
    together = what_if(url, PENDING, processes=2, progress=lambda *one: told.append(one))
    assert together == alone
    assert alone.different == 1
    assert told == [(1, 3), (2, 3), (3, 3)]


def played(url: str) -> None:
    """Play some calls into a new log at ``url``."""

    async def play() -> None:
        simulation: Simulation = await open_simulation(url, 1)
        o = Office(simulation, workspace_in(OFFICE.encode(), "office"), _USUAL)
        await simulation.center.apply(o.document)
        await some_calls(o)
        simulation.telephony.tell = simulation.messaging.tell = None
        await simulation.close()

    run_virtually(play())


STOPPED = """
import os, signal, sys
from hookflash.orchestrator.time_machine import workers
from hookflash.time_machine import Change, what_if

workers.FEW, workers.A_PORTION = 0, 1
if __name__ == "__main__":
    try:
        what_if(sys.argv[1], Change(), processes=2, progress=lambda *_: os.killpg(0, signal.SIGINT))
    except KeyboardInterrupt:
        print("stopped")
"""


@pytest.mark.slow
def test_an_interrupt_ends_all_processes_without_a_word(tmp_path: Path) -> None:
    """A terminal sends Ctrl-C to each of them; only the command says that it was stopped."""
    url, script = f"sqlite:///{tmp_path / 'calls.db'}", tmp_path / "stopped.py"
    played(url)
    script.write_text(STOPPED)
    done = subprocess.run(
        [sys.executable, str(script), url],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        start_new_session=True,
    )
    assert (done.stdout, done.stderr) == ("stopped\n", "")
