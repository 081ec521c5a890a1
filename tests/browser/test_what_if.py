"""What if: a call is forked on its page, and so are all calls since a day."""

from playwright.sync_api import Page, expect

from tests.browser.access import expect_no_faults
from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console
from tests.browser.test_call import UNANSWERED, call_of, open_call


def test_a_call_is_forked_at_its_question(lived_in: Console, page: Page, shot: Shoot) -> None:
    """The caller declines instead: the branch is beneath the call, and ends otherwise."""
    open_call(page, lived_in)
    page.get_by_role("button", name="Would you like me to transfer you").click()
    page.get_by_role("link", name="What if").click()
    page.get_by_text("No, thanks", exact=True).click()
    page.get_by_role("checkbox", name="Then hangs up").click()
    before = lived_in.ask("GET", "/v1/calls")["items"]
    page.get_by_role("button", name="Decide this call again").click()
    expect(page.get_by_role("status").filter(has_text="Ends otherwise")).to_be_visible()
    expect(page.locator(".hf-picture")).to_have_count(2)
    expect(page.locator(".hf-endings mark").last).to_have_text("Scheduling: declined")
    expect(page.locator(".hf-parts").last).to_be_visible()
    assert "say=No" in page.url
    in_every_look(page, shot, "what-if")
    page.reload()
    expect(page.get_by_role("status").filter(has_text="Ends otherwise")).to_be_visible()
    assert lived_in.ask("GET", "/v1/calls")["items"] == before


def test_a_branch_is_kept_as_a_test(lived_in: Console, page: Page) -> None:
    """Of a phone that is answered; the address alone asks for it."""
    sign_in(page, lived_in, "/live", role="read")
    call = call_of(lived_in, UNANSWERED)
    page.goto(lived_in.url(f"/calls/{call}/what-if?phone.On+Call=answer:6"))
    expect(page.locator(".hf-endings mark").last).to_have_text("Scheduling: connected by On Call")
    page.wait_for_selector("html[data-connected]")
    page.get_by_role("button", name="Keep as a test").click()
    python = page.get_by_label("Python", exact=True).input_value()
    assert "def test_the_call_ends_as_it_did" in python
    assert "5550199" not in python


def test_axe_finds_nothing(lived_in: Console, page: Page) -> None:
    """On a call's page and on that of its branch, in both themes."""
    open_call(page, lived_in)
    call = call_of(lived_in, UNANSWERED)
    for query in ("?at=30", "/what-if?phone.On+Call=answer:6"):
        page.goto(lived_in.url(f"/calls/{call}{query}"))
        expect(page.locator(".hf-lane-names").first).to_be_visible()
        expect_no_faults(page)


def test_what_cannot_be_decided_is_said(lived_in: Console, page: Page) -> None:
    """A caller who was never asked has not answered; a wrong setting is named."""
    sign_in(page, lived_in, "/live", role="read")
    call = call_of(lived_in, UNANSWERED)
    page.goto(lived_in.url(f"/calls/{call}/what-if?set.proposals_per_call=0"))
    expect(page.get_by_role("status").first).to_contain_text("Event")
    page.goto(lived_in.url(f"/calls/{call}/what-if?set.weather=wet"))
    expect(page.get_by_role("alert")).to_contain_text("weather is not a setting")
    page.goto(lived_in.url(f"/calls/{call}/what-if?say=Hello"))
    expect(page.get_by_role("alert")).to_contain_text("say after which event")


def test_all_calls_are_decided_under_a_setting(lived_in: Console, page: Page, shot: Shoot) -> None:
    """Those that would end differently are listed with the reason, each a link to its branch."""
    sign_in(page, lived_in, "/live", role="read")
    call = call_of(lived_in, UNANSWERED)
    page.goto(lived_in.url(f"/calls/{call}/what-if?set.registration=pending"))
    page.wait_for_selector("html[data-connected]")
    page.get_by_role("button", name="Decide all of them again").click()
    rows = page.get_by_role("table", name="Calls that would end differently").locator("tbody tr")
    expect(rows.first).to_contain_text("still pending")
    expect(page.get_by_text("would end differently", exact=False).first).to_be_visible()
    shot(page, "what-if-all")
    rows.first.get_by_role("link").click()
    expect(page.get_by_role("status").filter(has_text="Ends otherwise")).to_be_visible()
