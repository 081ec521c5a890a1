"""Reports over HTTP."""

import csv
from collections.abc import Awaitable, Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from hookflash.projections.reports.question import BYS
from tests.integration.http.conftest import NUMBER, Api
from tests.integration.http.test_answers import in_office

Check = Callable[[Api], Awaitable[None]]
ASKING_FOR_CSV: list[dict[str, Any]] = [
    {"headers": {"Accept": "text/csv"}},
    {"params": {"format": "csv"}},
    {"params": {"format": "csv"}, "headers": {"Accept": "application/json"}},
]
LINK = "I'd like to book an appointment"


async def two_calls_and_a_test(api: Api) -> None:
    """Make a text, a transfer that was asked for, and a test call."""
    for n, words in enumerate((LINK, "Could I talk to somebody?", LINK)):
        call = f"/v1/calls/{await api.call(provider_call_id=str(n), test=n == 2)}"
        await api.ask("POST", f"{call}/answer")
        await api.ask("POST", f"{call}/hear", json={"text": words})
        await api.ask("POST", f"{call}/end", json={})


def test_reports_are_given_as_json(folder: Path) -> None:
    """By day, number, job and action: the query, a line each, the total."""

    async def check(api: Api) -> None:
        await two_calls_and_a_test(api)
        for by in BYS:
            told = (await api.ask("GET", f"/v1/reports/{by}", role="read")).json()
            assert (told["by"], told["from"], told["tests"]) == (by, None, False)
            assert (told["total"]["calls"], told["total"]["transfers_abandoned"]) == (2, 1)
        assert [line["action"] for line in told["lines"]] == [
            "Send SMS: https://example.com/book",
            "Transfer call: Scheduling",
        ]
        more = (await api.ask("GET", "/v1/reports/day?tests=true")).json()
        assert (more["tests"], more["total"]["calls"]) == (True, 3)

    in_office(folder, check)


def test_reports_are_given_as_csv(folder: Path) -> None:
    """If “Accept” or the parameter asks for it; otherwise JSON."""

    async def check(api: Api) -> None:
        await two_calls_and_a_test(api)
        for asked in ASKING_FOR_CSV:
            done = await api.ask("GET", "/v1/reports/number", **asked)
            assert done.headers["Content-Type"].startswith("text/csv")
            assert "harbor-dental-number.csv" in done.headers["Content-Disposition"]
            (line,) = csv.DictReader(StringIO(done.text, newline=""))
            assert (line["number"], line["calls"]) == (NUMBER, "2")
        done = await api.ask("GET", "/v1/reports/number", headers={"Accept": "text/html, */*"})
        assert done.json()["by"] == "number"

    in_office(folder, check)


def test_calls_are_chosen_by_day_number_and_job(folder: Path) -> None:
    """Numbers may be written in local format."""

    async def check(api: Api) -> None:
        await two_calls_and_a_test(api)

        async def calls(**asked: str) -> int:
            done = await api.ask("GET", "/v1/reports/job", params=asked)
            return int(done.json()["total"]["calls"])

        assert await calls(number="(415) 555-0100") == 2
        assert await calls(number="415 555 0177") == 0
        assert await calls(job="Booking") == 1
        assert await calls(action="Transfer call: Scheduling") == 1
        assert await calls(to="2020-01-01") == 0
        assert await calls(**{"from": "2020-01-01", "zone": "Asia/Tokyo"}) == 2

    in_office(folder, check)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"zone": "Mars"}, "zone"),
        ({"from": "2026-02-02", "to": "2026-02-01"}, "from"),
        ({"from": "0"}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"number": "12"}, "number"),
        ({"format": "xml"}, "format"),
    ],
)
def test_what_is_wrong_with_a_question_is_named(
    folder: Path, asked: dict[str, str], field: str
) -> None:
    """As on every other route."""

    async def check(api: Api) -> None:
        done = await api.ask("GET", "/v1/reports/day", params=asked)
        assert done.status_code == 422
        assert [error["field"] for error in done.json()["errors"]] == [field]

    in_office(folder, check)


def test_reports_are_described(folder: Path) -> None:
    """As JSON and as CSV, with every figure by name, under the tag of reports only."""

    async def check(api: Api) -> None:
        described = (await api.client.get("/v1/openapi.json")).json()
        route = described["paths"]["/v1/reports/job"]["get"]
        assert route["tags"] == ["reports"]
        assert set(route["responses"]["200"]["content"]) == {"application/json", "text/csv"}
        assert "texts_delivered" in described["components"]["schemas"]["JobFigures"]["properties"]

    in_office(folder, check)


def test_the_days_before_are_added_on_request(folder: Path) -> None:
    """Total and lines; without both days there are none, and the error says so."""

    async def check(api: Api) -> None:
        await two_calls_and_a_test(api)
        today = api.center.now().date()
        tomorrow = today + timedelta(days=1)
        asked = {"from": f"{tomorrow}", "to": f"{tomorrow}", "compare": "true"}
        told = (await api.ask("GET", "/v1/reports/job", params=asked)).json()
        assert (told["total"]["calls"], told["previous"]["calls"]) == (0, 2)
        assert {line["job"]: line["calls"] for line in told["previous_lines"]}["Booking"] == 1
        assert told["lines"] == []
        (day,) = (await api.ask("GET", "/v1/reports/day", params=asked)).json()["previous_lines"]
        assert (day["day"], day["calls"]) == (f"{today}", 2)
        plain = (await api.ask("GET", "/v1/reports/job")).json()
        assert (plain["previous"], plain["previous_lines"]) == (None, None)
        wrong = await api.ask("GET", "/v1/reports/day", params={"compare": "true"})
        assert wrong.status_code == 422
        assert [one["field"] for one in wrong.json()["errors"]] == ["compare"]

    in_office(folder, check)
