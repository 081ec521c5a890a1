"""Reports: charts and tables of some weeks of calls."""

import csv
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import WORKSPACE, Console, serving
from tests.weeks import DAYS, fill


@pytest.fixture(scope="module")
def busy(console: Console, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console of an office with some weeks of calls of every kind."""
    assert console.address  # there is a browser
    with serving(tmp_path_factory.mktemp("busy")) as running:
        fill(running.db, WORKSPACE)
        yield running


def figure(page: Page, of: str) -> str:
    """The value of one of the figures at the top."""
    return page.locator(".hf-figure-cards li", has_text=of).locator("b").inner_text()


def test_the_page_summarises_weeks_of_calls(busy: Console, page: Page, shot: Shoot) -> None:
    """Figures beside those of the days before, charts, reasons, a row for each day."""
    sign_in(page, busy, "/reports?days=all", role="read")
    expect(page.locator(".hf-figure-cards")).to_contain_text("127")
    assert figure(page, "texts delivered") == "45 of 55"
    expect(page.locator(".hf-figure-cards .before")).to_have_count(0)
    page.get_by_role("button", name="7 days", exact=True).click()
    expect(page.locator(".hf-figure-cards .before")).to_have_count(7)
    expect(page.get_by_text("Compared with 8 March 2026 to 14 March 2026")).to_be_visible()
    page.get_by_role("button", name="30 days").click()
    expect(page.get_by_role("img", name="Calls by day: 127 calls on 30 days")).to_be_visible()
    expect(page.locator(".hf-legend")).to_contain_text("Text sent 45")
    expect(page.get_by_text("The caller has opted out of texts.")).to_be_visible()
    expect(page.get_by_text("No one answered in time.")).to_be_visible()
    expect(page.locator("tbody tr").last).to_contain_text("127")
    in_every_look(page, shot, "reports")


def test_every_figure_has_its_change(busy: Console, page: Page, shot: Shoot) -> None:
    """Totals, outcomes, reasons, rows and times; the earlier amounts are those of the API."""
    sign_in(page, busy, "/reports?days=7&by=job", role="read")
    asked = "by=job&from=2026-03-15&to=2026-03-21&compare=true"
    told = busy.ask("GET", f"/v1/reports/job?{asked}")
    sent = page.locator(".hf-bars li", has_text="Delivered").locator(".hf-change")
    expect(sent).to_contain_text(f"before: {told['previous']['texts_delivered']}")
    expect(sent).to_have_attribute("title", re.compile("8 March 2026 to 14 March 2026$"))
    for line in (*told["previous_lines"], told["previous"]):
        row = page.locator("tbody tr", has_text=line.get("job", "Total"))
        cell = row.locator("td[data-label=Calls] .hf-change")
        expect(cell).to_contain_text(f"before: {line['calls']}")
    expect(page.locator("td[data-label=p95] .hf-change").last).to_contain_text("−7 s")  # noqa: RUF001
    expect(page.locator(".hf-legend .hf-change").first).to_be_visible()
    in_every_look(page, shot, "reports-compared")
    page.get_by_role("button", name="By day").click()
    first = page.locator("tbody tr").first.locator(".hf-change").first
    expect(first).to_have_attribute("title", re.compile("Saturday, 14 March 2026$"))
    page.get_by_role("button", name="All time").click()
    expect(page.locator(".hf-change")).to_have_count(0)


def test_figures_lead_to_exactly_the_calls_that_they_count(busy: Console, page: Page) -> None:
    """Of the top, of an outcome and of a cell; the API counts as many with the same filters."""
    sign_in(page, busy, "/reports?days=all&by=job", role="read")
    expect(page.locator(".hf-figure-cards")).to_contain_text("127")
    every = {
        "to follow up": page.locator(".hf-figure-cards a", has_text="to follow up"),
        "an outcome": page.locator(".hf-legend a", has_text="Connected"),
        "a cell": page.locator("tbody tr", has_text="Booking").locator("td a").first,
    }
    for what, link in every.items():
        place = -1 if what == "an outcome" else 0
        told = int(re.findall(r"\d+", link.inner_text())[place])
        query = urlsplit(link.get_attribute("href") or "").query
        assert busy.ask("GET", f"/v1/calls/count?{query}")["count"] == told, what
    link = every["an outcome"]
    link.click()
    page.wait_for_url(re.compile(r"/console/calls\?"))
    expect(page.get_by_role("heading", name="Calls", exact=True)).to_be_visible()


def test_a_column_leads_to_the_calls_of_its_day(busy: Console, page: Page) -> None:
    """With the outcome of the part that is pressed."""
    sign_in(page, busy, "/reports", role="read")
    chart = page.get_by_role("img", name="Calls by day")
    expect(chart.locator("svg")).to_be_visible()
    bars = chart.locator('svg path[fill="var(--hf-chart-calls_resolved)"]')
    expect(bars.first).to_be_visible()
    bars.first.click()
    page.wait_for_url(re.compile(r"since=2026-03-\d\d&until=2026-03-\d\d.*outcome=resolved"))


def test_rows_are_grouped_by_number_job_and_action(busy: Console, page: Page, shot: Shoot) -> None:
    """By the buttons above the table; nothing is loaded again, and the address follows."""
    sign_in(page, busy, "/reports", role="read")
    expect(page.locator("tbody tr").last).to_contain_text("127")
    page.evaluate("window.same = true")
    for by, first in (("number", "+1 (415) 555-0100"), ("job", "Booking"), ("action", "Send SMS")):
        page.get_by_role("button", name=f"By {by}").click()
        expect(page.locator("tbody tr").first).to_contain_text(first)
    expect(page.locator("tbody")).to_contain_text("Transfer call: Front Desk")
    page.wait_for_url(re.compile("by=action"))
    assert page.evaluate("window.same")
    in_every_look(page, shot, "reports-by-action")


def test_calls_are_filtered_by_day_number_job_and_action(busy: Console, page: Page) -> None:
    """As the fields are changed; the address keeps them."""
    sign_in(page, busy, "/reports?first=2026-03-02&last=2026-03-08", role="read")
    expect(page.locator(".hf-figure-cards li", has_text="calls").first).to_contain_text("42")
    page.get_by_label("Job", exact=True).select_option("People")
    page.get_by_label("Number", exact=True).select_option("+14155550110")
    expect(page.locator(".hf-figure-cards")).to_contain_text("0 of 0")
    page.wait_for_url(re.compile("number=%2B14155550110&job=People"))
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(".hf-figure-cards")).to_contain_text("127")
    page.go_back()
    expect(page.get_by_label("Job", exact=True)).to_have_value("People")


def test_test_calls_are_included_on_request(busy: Console, page: Page) -> None:
    """By default they are left out."""
    sign_in(page, busy, "/reports?days=all", role="read")
    expect(page.locator(".hf-figure-cards")).to_contain_text("127")
    page.get_by_label("Test calls").click()
    expect(page.locator(".hf-figure-cards")).to_contain_text("132")


def test_the_table_is_downloaded_as_csv(busy: Console, page: Page) -> None:
    """With the same filter."""
    sign_in(page, busy, "/reports?by=job&tests=1", role="read")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename == f"{WORKSPACE}-job.csv"
    lines = list(csv.DictReader(download.value.path().read_text("utf-8").splitlines()))
    assert [line["job"] for line in lines] == ["Booking", "People"]
    assert lines[0]["calls"] == "60"


def test_the_page_follows_the_log_from_the_first_call_on(
    console: Console, page: Page, shot: Shoot
) -> None:
    """Without calls, and with a filter that matches none, it says so."""
    sign_in(page, console, "/reports")
    expect(page.get_by_text("No calls yet.")).to_be_visible()
    in_every_look(page, shot, "reports-empty")
    console.hang_up(console.call("Hello", test=True))
    expect(page.get_by_text("No calls match these filters.")).to_be_visible()
    page.get_by_label("Test calls").click()
    expect(page.locator(".hf-figure-cards li").first).to_contain_text("1calls")
    console.hang_up(console.call("Hello", test=True))
    expect(page.locator(".hf-figure-cards li").first).to_contain_text("2calls")


def test_invalid_parameters_are_ignored(busy: Console, page: Page) -> None:
    """The page shows what the valid ones ask for."""
    sign_in(page, busy, "/reports", role="read")
    page.goto(busy.url("/reports?by=week&days=x&first=0001-01-01&last=9999-12-31&number=<b>"))
    expect(page.get_by_text("No calls match these filters.")).to_be_visible()
    page.goto(busy.url("/reports?first=2026-03-22&last=2026-03-02"))
    expect(page.get_by_role("img", name=f"on {DAYS} days")).to_be_visible()
