"""Logs that earlier commits wrote are read, verified, continued and copied (tests/logs/README.md).

Nothing in them may become a finding: rules that have changed since are not applied to them.
"""

import asyncio
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Final, cast

import pytest
import structlog

from hookflash import CallCenter, CallFound, FindCall, NotCarriedHere, SystemClock
from hookflash.domain.access.keys import Keys
from hookflash.domain.access.keys import evolve as evolve_keys
from hookflash.domain.call import rules
from hookflash.domain.call.events import CallEnded, CallEvent, TransferLapsed, TransferUnanswered
from hookflash.domain.call.evolve import fold
from hookflash.domain.erasure.events import ContactErased
from hookflash.domain.event import Event
from hookflash.domain.quarantine.events import ReportQuarantined
from hookflash.domain.webhook.endpoint import Endpoints
from hookflash.domain.webhook.endpoint import evolve as evolve_endpoints
from hookflash.domain.workspace.claim import fold_claim
from hookflash.domain.workspace.contact import Contact
from hookflash.domain.workspace.contact import evolve as evolve_contact
from hookflash.domain.workspace.workspace import Workspace
from hookflash.domain.workspace.workspace import evolve as evolve_workspace
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.testing import SimulatedMessaging, SimulatedTelephony
from tests.integration.cli.office import Office
from tests.tree import ROOT

LOGS: Final = ROOT / "tests/logs"
LONGEST: Final = 60
"""Real seconds by which a call that was left open has gone on."""

STATES: Final = {
    "ce12b6b": ["conversing"] * 2 + ["ended"] * 9 + ["ringing"],
    "ce12b6b-open": [
        "confirm_transfer",
        "conversing",
        "dropped",
        "ringing",
        "transferring",
        "voicemail_fallback",
    ],
    "428681f": ["ended"] * 13,
    "c5dcfb8": ["ended"] * 14,
    "35f1c46": ["ended"] * 14,
    "519c06f-packed": ["ended"] * 14,
}
for _commit in ("428681f", "c5dcfb8", "35f1c46"):
    STATES[f"{_commit}-open"] = STATES["ce12b6b-open"]
"""The states of each log's calls, sorted."""


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Leave logging as it was: the command line sets it up for a whole process."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(params=STATES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of a log; a test that uses it runs for every log."""
    return str(request.param)


LIVE: Final = ("ce12b6b", "ce12b6b-open")
"""The logs without a mark: whether their calls are simulated was not recorded yet."""
only_live = pytest.mark.parametrize("name", LIVE)
with_a_ringing_call = pytest.mark.parametrize(
    "name", [name for name in STATES if "ringing" in STATES[name]]
)


@pytest.fixture
def office(name: str, tmp_path: Path) -> Office:
    """The log of that name, unpacked."""
    return unpacked(name, tmp_path)


def unpacked(name: str, folder: Path) -> Office:
    """Unpack a log, with the views that its commit had built."""
    packed = (LOGS / f"{name}.db.gz").read_bytes()
    (folder / "office.db").write_bytes(gzip.decompress(packed))
    return Office(folder)


def simulated(url: str) -> AbstractAsyncContextManager[CallCenter]:
    """Continue a log's calls with simulated ports: it has no mark, so they have to be given."""
    clock = SystemClock()
    telephony, messaging = SimulatedTelephony(clock, pace=0), SimulatedMessaging(clock)
    return CallCenter.open(url, telephony=telephony, messaging=messaging)


def calls(store: Store) -> dict[str, list[CallEvent]]:
    """The events of each call, by its id."""
    streams = store.streams("harbor-dental.call.")
    return {stream: cast("list[CallEvent]", store.read_stream(stream)) for stream in streams}


def states(office: Office) -> dict[str, str]:
    """The state of each call, by its id."""
    with open_store(office.db) as store:
        return {call: fold(call, events).state for call, events in calls(store).items()}


def assert_sound(office: Office, number: int) -> None:
    """``verify`` finds nothing wrong with the log, and read every call."""
    report = office.json("verify")
    assert report["findings"] == []
    assert report["found"] == 0
    assert report["checked"]["calls"] == number


def test_every_log_is_tested() -> None:
    """If you add a log, add the states of its calls to ``STATES``."""
    assert {path.name.removesuffix(".db.gz") for path in LOGS.glob("*.gz")} == STATES.keys()


def test_the_command_line_verifies_it(name: str, office: Office) -> None:
    """``hookflash verify`` exits with 0."""
    command = [sys.executable, "-c", "from hookflash.orchestrator.cli.app import main; main()"]
    environment = os.environ | {"HOOKFLASH_DB": office.db, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "verify", "--json"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["found"], report["checked"]["views"]) == (0, True)
    assert report["checked"]["calls"] == len(STATES[name])


def test_it_verifies_under_later_rules(
    name: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its calls are counted as decided by older rules, and are not decided again."""
    monkeypatch.setattr(rules, "RULES", rules.RULES + 1)
    assert_sound(office, len(STATES[name]))
    checked = office.json("verify")["checked"]
    assert (checked["older_rules"], checked["decisions"]) == (len(STATES[name]), 0)


def test_every_call_folds(name: str, office: Office) -> None:
    """Each call folds to the state that it was in."""
    with open_store(office.db) as store:
        for call, events in calls(store).items():
            folded = fold(call, events)
            assert folded.position == len(events)
            assert folded.received_at is not None
    assert sorted(states(office).values()) == STATES[name]


@only_live
def test_a_call_without_recorded_rules_is_in_english_under_the_first_rules(
    office: Office,
) -> None:
    """That commit stored neither language nor rules."""
    with open_store(office.db) as store:
        for events in calls(store).values():
            begun: Any = events[0]
            assert (begun.rules, begun.language) == (0, "en")


def test_everything_beside_calls_folds(tmp_path: Path) -> None:
    """The workspace with its draft, keys, an endpoint, consent, and messages of other senders."""
    with open_store(unpacked("ce12b6b", tmp_path).db) as store:
        workspace: Workspace | None = None
        for event in store.read_stream("harbor-dental.workspace"):
            workspace = evolve_workspace(workspace, event)
        assert workspace is not None
        assert (workspace.name, workspace.agent) == ("Harbor Dental", "Sona")
        assert workspace.members.keys() == {"Front Desk", "On Call"}
        assert [*workspace.inboxes] == ["Scheduling"]
        assert {*workspace.jobs} == {"Booking", "Talk to a person"}
        keys = Keys()
        for event in store.read_stream("harbor-dental.access"):
            keys = evolve_keys(keys, event)
        assert len(keys.by_id) == 2
        endpoints = Endpoints()
        for event in store.read_stream("harbor-dental.webhooks"):
            endpoints = evolve_endpoints(endpoints, event)
        assert [endpoint.url for endpoint in endpoints.by_id.values()] == [
            "https://example.com/hook"
        ]
        contact = Contact("harbor-dental", "+14155550399")
        for event in store.read_stream("harbor-dental.contact.14155550399"):
            contact = evolve_contact(contact, event)
        assert contact.opted_out
        claim = store.read_stream("directory.number.14155550100")
        assert fold_claim("+14155550100", claim).workspace == "harbor-dental"
        (quarantined,) = store.read_stream("harbor-dental.quarantine.call.ffffffffffffffff")
        assert isinstance(quarantined, ReportQuarantined)
        (erased,) = store.read_stream("harbor-dental.erasures")
        assert isinstance(erased, ContactErased)


def test_its_views_are_rebuilt_and_read(name: str, office: Office) -> None:
    """Every list, the replay of every call, and the figures."""
    with open_store(office.db) as store:
        last, known = store.last_position(), calls(store)
    assert office.json("rebuild")["position"] == last
    assert {call["call"] for call in office.json("calls")} == known.keys()
    asked = {call for call, events in known.items() if fold(call, events).transfers}
    assert {trail["call"] for trail in office.json("transfers")} == asked
    shown = {item["call"] for thread in office.json("inbox") for item in thread["items"]}
    assert shown >= known.keys()
    for call, events in known.items():
        steps = office.json("replay", call)
        assert [step["position"] for step in steps] == list(range(1, len(events) + 1))
    figures = json.loads(office.run("report", "--tests", "--format", "json").stdout)
    assert figures["total"]["calls"] == len(STATES[name])


@with_a_ringing_call
def test_its_calls_go_on(name: str, office: Office) -> None:
    """Its live call goes on: a ringing phone is answered, the caller is texted and hangs up."""
    before = states(office)
    ringing = next(call for call, state in before.items() if state == "ringing")

    async def go_on() -> None:
        async with simulated(office.db) as center, asyncio.timeout(LONGEST):
            assert await center.answer(ringing) == ["Thanks for calling Harbor Dental."]
            await center.hear(ringing, "I'd like to book a cleaning")
            await center.end(ringing)
            new = await center.receive_call(to="+14155550100", from_="+14155550188")
            await center.end(new)

    asyncio.run(go_on())
    with open_store(office.db) as store:
        folded = fold(ringing, calls(store)[ringing])
    assert folded.state == "ended"
    assert [text.body for text in folded.texts.values()] == ["https://example.com/book"]
    assert_sound(office, len(STATES[name]) + 1)


@only_live
def test_it_is_live(name: str, office: Office, tmp_path: Path) -> None:
    """It has calls and no mark: without ports none goes on, and nothing may simulate in it."""
    with open_store(office.db) as store:
        last = store.last_position()
        folded = [fold(call, events) for call, events in calls(store).items()]

    async def look() -> None:
        async with CallCenter.open(office.db) as center:
            for call in folded:
                if call.state != "ended" and not call.test:
                    with pytest.raises(NotCarriedHere):
                        await center.hear(call.call_id, "Yes please")
            await asyncio.sleep(3)
            assert await center.position() == last

    asyncio.run(look())
    script = tmp_path / "call.yaml"
    script.write_text('from: "+14155550199"\nto: "+14155550100"\ncaller: [Hello]\n')
    for command in (["call", str(script)], ["serve", "--simulate"]):
        refused = office.run(*command, code=1).output
        assert "this database is live" in refused
        assert "--db sqlite:///new.db, or HOOKFLASH_DB" in " ".join(refused.split())
    with open_store(office.db) as store:
        assert store.last_position() == last
    assert STATES[name] == sorted(states(office).values())


def test_a_call_left_at_any_point_is_resumed(tmp_path: Path) -> None:
    """A question lapses, phones stop after the ring timeout, an agentless transfer goes on."""
    office = unpacked("ce12b6b-open", tmp_path)
    before = states(office)
    with open_store(office.db) as store:
        last = store.last_position()

    async def take_up() -> None:
        awaited: set[type[Event]] = {TransferLapsed, TransferUnanswered}
        async with simulated(office.db) as center, asyncio.timeout(LONGEST):
            async for _, event in center.follow(last):
                awaited.discard(type(event))
                if not awaited:
                    return

    asyncio.run(take_up())
    now = {state: states(office)[call] for call, state in before.items()}
    assert now["confirm_transfer"] == "conversing"
    assert now["transferring"] in ("voicemail_fallback", "ended")
    assert now["dropped"] == "dropped"
    assert_sound(office, len(before))


class LostAll(SimulatedTelephony):
    """A carrier that has lost every call."""

    async def find_call(self, request: FindCall) -> CallFound:
        """Say so."""
        assert request.provider_call_id
        return CallFound(status="gone")


def test_its_open_calls_are_marked_as_stale_and_do_not_end(tmp_path: Path) -> None:
    """They came in without a limit to their silence; not even the carrier's word ends them."""
    office = unpacked("ce12b6b-open", tmp_path)
    known = {call["state"]: call for call in office.json("calls")}
    stale = {state for state, call in known.items() if call["stale"]}
    assert stale == {*STATES["ce12b6b-open"]} - {"dropped"}
    assert office.run("calls").output.count(" stale") == len(stale)
    assert office.run("inbox").output.count(" stale") == len(stale)
    for state, call in known.items():
        said = "Stale: no sign of life since 20" in office.run("replay", call["call"]).output
        assert said == call["stale"], state

    async def look() -> None:
        clock = SystemClock()
        ports = LostAll(clock, pace=0), SimulatedMessaging(clock)
        async with CallCenter.open(office.db, telephony=ports[0], messaging=ports[1]):
            await asyncio.sleep(3)

    asyncio.run(look())
    with open_store(office.db) as store:
        events = [event for events in calls(store).values() for event in events]
    reasons = {event.reason for event in events if isinstance(event, CallEnded)}
    assert "interrupted" not in reasons


def test_it_is_copied_into_a_new_log(name: str, office: Office, tmp_path: Path) -> None:
    """Byte by byte: what is imported is what that commit stored."""
    (tmp_path / "copy").mkdir()
    copy, lines = Office(tmp_path / "copy"), tmp_path / "log.jsonl"
    lines.write_bytes(office.run("export", "--all").stdout_bytes)
    as_it_was = ["--compress"] if name.endswith("-packed") else []
    imported = copy.json("import", str(lines), *as_it_was)
    with open_store(office.db) as old, open_store(copy.db) as new:
        stored = [row[1:] for row in old.recorder.log_rows(0, 10_000)]
        assert [row[1:] for row in new.recorder.log_rows(0, 10_000)] == stored
    assert imported["events"] == len(stored)
    assert_sound(copy, len(STATES[name]))
