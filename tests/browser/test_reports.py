"""Reports: charts and tables of some weeks of calls."""

import csv
from collections.abc import Iterator

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
    return page.locator(".hf-figures > div", has_text=of).locator("dd").inner_text()


def test_the_page_summarises_weeks_of_calls(busy: Console, page: Page, shot: Shoot) -> None:
    """Figures, a column for each day, reasons of failed texts and transfers, a row for each day."""
    sign_in(page, busy, "/reports", role="read")
    expect(page.locator(".hf-figures")).to_contain_text("127")
    assert figure(page, "texts delivered") == "45 of 55"
    columns = page.get_by_role("group", name="Calls by day").locator("li")
    expect(columns).to_have_count(30)
    expect(page.locator(".hf-legend")).to_contain_text("resolved 45")
    expect(page.get_by_text("The caller has opted out of texts.")).to_be_visible()
    expect(page.get_by_text("No one answered in time.")).to_be_visible()
    expect(page.locator("tbody tr").last).to_contain_text("127")
    in_every_look(page, shot, "reports")


def test_rows_are_grouped_by_number_job_and_action(busy: Console, page: Page, shot: Shoot) -> None:
    """By the links above the table."""
    sign_in(page, busy, "/reports", role="read")
    for by, first in (("number", "+1 (415) 555-0100"), ("job", "Booking"), ("action", "Send SMS")):
        page.get_by_role("link", name=f"By {by}").click()
        expect(page.locator("tbody tr").first).to_contain_text(first)
    expect(page.locator("tbody")).to_contain_text("Transfer call: Front Desk")
    in_every_look(page, shot, "reports-by-action")


def test_calls_are_filtered_by_day_number_job_and_action(busy: Console, page: Page) -> None:
    """The filter stays in the form and in the links."""
    sign_in(page, busy, "/reports", role="read")
    page.get_by_label("From", exact=True).fill("2026-03-02")
    page.get_by_label("To", exact=True).fill("2026-03-08")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("group", name="Calls by day").locator("li")).to_have_count(7)
    assert figure(page, "calls") == "42"
    page.locator("select[name=job]").select_option("People")
    page.locator("select[name=number]").select_option("+14155550110")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".hf-figures")).to_contain_text("0 of 0")
    page.get_by_role("link", name="By action").click()
    expect(page.locator("select[name=job]")).to_have_value("People")
    page.locator("select[name=action]").select_option("Transfer call: Front Desk")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Clear filters").click()
    assert figure(page, "calls") == "127"


def test_test_calls_are_included_on_request(busy: Console, page: Page) -> None:
    """By default they are left out."""
    sign_in(page, busy, "/reports?days=all", role="read")
    assert figure(page, "calls") == "127"
    page.get_by_label("Test calls").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".hf-figures")).to_contain_text("132")


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
    page.reload()
    expect(page.get_by_text("No calls match these filters.")).to_be_visible()
    page.get_by_role("link", name="include test calls").click()
    assert figure(page, "calls") == "1"
    console.hang_up(console.call("Hello", test=True))
    expect(page.locator(".hf-figures")).to_contain_text("2calls")


def test_invalid_parameters_are_ignored(busy: Console, page: Page) -> None:
    """The page shows what the valid ones ask for."""
    sign_in(page, busy, "/reports", role="read")
    wrong = "by=week&days=x&first=0001-01-01&last=9999-12-31&number=<b>&job=%00"
    page.goto(busy.url(f"/reports?{wrong.replace('%00', '_')}"))
    expect(page.get_by_text("No calls match these filters.")).to_be_visible()
    page.goto(busy.url("/reports?first=2026-03-22&last=2026-03-02"))
    expect(page.get_by_role("group", name="Calls by day").locator("li")).to_have_count(DAYS)
