"""After an erasure, a search over all that is stored finds nothing of the person (fault 36)."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from hookflash import maintenance
from hookflash.orchestrator.integrity.erasing import Erasure
from hookflash.projections.database.engine import open_database
from tests.contract.integrity.everywhere import (
    PERSON,
    SLUG,
    SOUND,
    STRANGER,
    TRACES,
    exported,
    files,
    found_in,
    heap,
    leave_traces,
    tables,
    working,
)
from tests.contract.roles.office import NUMBER
from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.slow


@dataclass
class Place:
    """Where the office keeps its data: a database, and a folder of recordings."""

    url: str
    folder: Path
    recordings: Path


@pytest.fixture
def place(url: str, tmp_path: Path) -> Place:
    """A new place, with the traces of the person in it."""
    place = Place(url, tmp_path, tmp_path / "recordings")

    async def main() -> None:
        async with working(place.url, place.recordings) as office:
            await leave_traces(office)
            await office.receivers.wait_for(8)
            await asyncio.sleep(0.5)

    asyncio.run(main())
    return place


def erase(place: Place, *, vacuum: bool = False) -> Erasure:
    """Erase the person, with the office still at work."""

    async def main() -> Erasure:
        async with working(place.url, place.recordings) as office:
            (erasure,) = await office.center.erase(
                "(415) 555-0163", operator="Kim", end_open_calls=True, vacuum=vacuum
            )
            await office.center.caught_up()
            return erasure

    return asyncio.run(main())


def test_nothing_is_found_of_an_erased_person(place: Place) -> None:
    """Not in any table, view, file or export, whatever they are named; others stay."""
    before = found_in(tables, place.url)
    assert before.keys() == TRACES.keys()
    assert {"webhook_attempts", "hookflash_events", "texts"} <= {
        table for there in before.values() for table in there
    }
    assert any(content == SOUND for _, content in files(place.recordings))
    erasure = erase(place)
    assert found_in(tables, place.url) == {}
    assert found_in(exported, place.url) == {}
    if place.url.startswith("sqlite"):
        assert found_in(files, place.folder) == {}
    assert not any(content == SOUND for _, content in files(place.recordings))
    assert (erasure.deleted, erasure.texts, erasure.reports, erasure.mentions) == (1, 4, 2, 2)
    assert erasure.recordings == ("https://carrier.example/REzq-1",)
    assert any(STRANGER.encode() in row for _, row in tables(place.url))


def test_a_table_that_nobody_thought_of_is_searched_too(place: Place) -> None:
    """The search knows no table by name: one that is added tomorrow is in it."""
    erase(place)
    engine = open_database(place.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE captured_answers (body TEXT)"))
        row = {"body": f'{{"to": "{PERSON}"}}'}
        connection.execute(text("INSERT INTO captured_answers VALUES (:body)"), row)
    engine.dispose()
    assert found_in(tables, place.url) == {"the number": ["captured_answers"]}


def test_the_log_of_an_erased_person_is_sound(place: Place) -> None:
    """Seals, order and chart are in order; the views are as the log has it."""
    erase(place)
    report = maintenance.verify(place.url)
    assert report.findings == ()
    assert report.checked.erased == 3  # their calls, and that of the stranger who named them


def test_the_opt_out_goes_on_protecting_the_number(place: Place) -> None:
    """Whatever notation the number has when it calls again, and until the person opts in."""
    assert erase(place).opted_out

    async def main() -> None:
        async with working(place.url, place.recordings) as office:
            center = office.center
            contact = await center.contact(SLUG, PERSON)
            assert contact.opted_out
            assert (await office.client.get(f"/v1/opt-outs/{PERSON}")).json()["opted_out"]
            call = await center.receive_call(to=NUMBER, from_="1 (415) 555-0163")
            await center.answer(call)
            await center.hear(call, "please text me")
            (sms,) = (await center.until(call, lambda now: bool(now.texts))).texts.values()
            assert (sms.status, sms.reason) == ("refused", "opted_out")
            await center.end(call)
            assert PERSON not in (await center.workspace(SLUG)).opt_outs
            assert STRANGER in (await center.workspace(SLUG)).opt_outs
            await center.receive_text(to=NUMBER, from_=PERSON, body="START", message_id="m-start")
            assert not (await center.contact(SLUG, PERSON)).opted_out

    asyncio.run(main())


def test_a_message_that_is_delivered_again_is_not_recorded_again(place: Place) -> None:
    """A carrier repeats it: the text is known, although what it said is not."""
    erase(place)

    async def main() -> None:
        async with working(place.url, place.recordings) as office:
            again = await office.center.receive_text(
                to=NUMBER, from_=PERSON, body="STOP", message_id="MSGzq-stop"
            )
            assert again.contact.startswith("erased-")

    asyncio.run(main())
    assert found_in(tables, place.url) == {}


def test_a_webhook_that_is_sent_again_tells_nothing_of_the_person(place: Place) -> None:
    """Each delivery of before is sent as its event is now, and is recorded like that."""
    erase(place)

    async def main() -> None:
        async with working(place.url, place.recordings) as office:
            webhooks = office.center.webhooks
            assert webhooks is not None
            (endpoint,) = await webhooks.endpoints(SLUG)
            attempts = await webhooks.attempts(endpoint, 1_000, None)
            known = {one.message: one for one in attempts}
            for before in known.values():
                again = await webhooks.resend(endpoint, before.id)
                assert (again.message, again.position) == (before.message, before.position)
            sent = [body.encode() for body in office.receivers.bodies]
            assert len(sent) >= len(known) >= 8
            for trace in TRACES.values():
                assert not any(trace.search(body) for body in sent)

    asyncio.run(main())
    assert found_in(tables, place.url) == {}


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_the_named_vacuum_clears_the_files_of_postgresql(
    place: Place, postgres: PostgresServer
) -> None:
    """Old rows, and samples of columns, stay in the files until then; the answer says so."""
    data = postgres._data
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    assert found_in(heap, place.url, data).keys() == TRACES.keys()
    erasure = erase(place)
    assert erasure.remaining == (
        "VACUUM (FULL, ANALYZE) hookflash_events",
        "VACUUM (FULL, ANALYZE) webhook_attempts",
        "VACUUM (FULL, ANALYZE) webhook_waiting",
        "VACUUM (FULL) pg_catalog.pg_statistic",
    )
    assert found_in(heap, place.url, data) != {}
    with psycopg.connect(place.url, autocommit=True) as connection:
        for statement in erasure.remaining:
            connection.execute(statement.encode())
    assert found_in(heap, place.url, data) == {}


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_the_erasure_runs_the_vacuum_if_it_is_asked_to(
    place: Place, postgres: PostgresServer
) -> None:
    """Then nothing remains to be done, and nothing is left in the files."""
    assert erase(place, vacuum=True).remaining == ()
    assert found_in(heap, place.url, postgres._data) == {}
