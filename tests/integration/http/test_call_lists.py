"""GET /v1/calls with every filter, its counts, its pages and its export."""

import asyncio
import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import httpx
import pytest

from tests.integration.http.conftest import NUMBER, Api, serving
from tests.weeks import SECOND_NUMBER, fill


class Office:
    """An office with some weeks of calls, asked with a key of the role read."""

    def __init__(self, runner: asyncio.Runner, api: Api) -> None:
        self._runner = runner
        self._api = api

    def get(self, path: str, workspace: str = "harbor-dental") -> httpx.Response:
        """Send a request below ``/v1/calls``."""
        asked = self._api.ask("GET", f"/v1/calls{path}", role="read", workspace=workspace)
        return self._runner.run(asked)

    def page(self, query: str) -> dict[str, Any]:
        """Ask for a page of a list."""
        done = self.get(f"?{query}")
        assert done.is_success, done.text
        found: dict[str, Any] = done.json()
        return found

    def every(self, query: str) -> list[str]:
        """The ids of all calls of a list, by its cursors."""
        page = self.page(f"limit=7&{query}")
        found = [call["call"] for call in page["items"]]
        while page["cursor"]:
            page = self.page(f"limit=7&{query}&cursor={page['cursor']}")
            found += [call["call"] for call in page["items"]]
        return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all of these tests, which only read."""
    folder = tmp_path_factory.mktemp("office")
    with asyncio.Runner() as runner:
        serve = serving(folder)
        api = runner.run(serve.__aenter__())
        fill(f"sqlite:///{folder / 'http.db'}", "harbor-dental")
        yield Office(runner, api)
        runner.run(serve.__aexit__(None, None, None))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "outcome=text_failed&outcome=missed&sort=duration",
        "action=text:undelivered&reason=30003",
        "number=%2B1 415-555-0110&follow_up=true&sort=outcome",
        "job=People&state=ended&sort=-events",
        "q=when do you open",
        "since=2026-03-03&until=2026-03-04&zone=America/New_York",
        "test=true",
    ],
)
def test_pages_counts_and_exports_agree(office: Office, query: str) -> None:
    """Each call once, in one order, as many as are counted."""
    ids = office.every(query)
    assert len(ids) == len(set(ids)) > 0
    asked = query.replace("sort=", "ignored=")
    counted = "&".join(one for one in asked.split("&") if not one.startswith("ignored"))
    counts = office.get(f"/count?{counted}").json()
    assert counts["count"] == len(ids)
    csv_file = office.get(f"/export?{query}")
    assert csv_file.headers["content-disposition"].endswith('"harbor-dental-calls.csv"')
    assert [row["call"] for row in csv.DictReader(StringIO(csv_file.text))] == ids
    lines = office.get(f"/export?format=jsonl&{query}")
    assert [json.loads(line)["call"] for line in lines.text.splitlines()] == ids
    shown = (office.page(f"limit=200&{query}"))["items"]
    assert [json.loads(line) for line in lines.text.splitlines()] == shown


def test_a_day_is_one_of_the_zone(office: Office) -> None:
    """Both days count as a whole."""
    found = office.page("since=2026-03-03&until=2026-03-03&zone=Asia/Kathmandu&limit=200")
    times = [call["received_at"] for call in found["items"]]
    assert times
    assert all("2026-03-02T18:15" <= time < "2026-03-03T18:15" for time in times)


def test_the_older_names_still_work(office: Office) -> None:
    """``before``, ``tests`` and ``status``, alone and with others."""
    first = office.page("limit=5&tests=false")
    assert not any(call["test"] for call in first["items"])
    second = office.page(f"limit=5&tests=false&before={first['next']}")
    assert second == office.page(f"limit=5&test=false&cursor={first['cursor']}")
    live = office.page("status=live")
    assert live == {"items": [], "next": None, "cursor": None}


@pytest.mark.parametrize(
    ("query", "field", "told"),
    [
        ("outcom=missed", "outcom", "is not a known field"),
        ("outcome=lost", "outcome[0]", "Send 'interrupted'"),
        ("action=fax", "action[0]", "Write text, transfer or voicemail"),
        ("number=12", "number[0]", "with the country code"),
        ("since=yesterday", "since", "Write a day such as 2026-03-02"),
        ("until=2026-02-30", "until", "Write a day such as 2026-03-02"),
        ("since=2026-03-03&until=2026-03-02", "until", "Send the earlier time as “since”"),
        ("zone=Mars", "zone", "Name a time zone"),
        ("sort=caller", "sort", "Send 'received'"),
        ("cursor=abc", "cursor", "Send the one of the page before"),
        ("sort=duration&before=9", "before", "Send “cursor”"),
        ("follow_up=maybe", "follow_up", "Send true or false"),
        ("limit=0", "limit", "Send at least 1"),
    ],
)
def test_what_is_wrong_is_told_by_field(office: Office, query: str, field: str, told: str) -> None:
    """With what would be right."""
    done = office.get(f"?{query}")
    assert done.status_code == 422, done.text
    (problem,) = done.json()["errors"]
    assert problem["field"] == field
    assert told in problem["right"] + problem["wrong"]


def test_another_workspace_sees_none_of_them(office: Office) -> None:
    """In no list, count or export."""
    for path in ("", "/export?format=jsonl", "/count"):
        done = office.get(path, "sunny-cafe")
        assert done.is_success
        assert NUMBER not in done.text
        assert SECOND_NUMBER not in done.text
        assert "harbor" not in done.text
