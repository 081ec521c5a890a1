"""The parts around every page: menu, theme, keyboard access."""

from playwright.sync_api import Page, expect

from tests.browser.browser import NARROW
from tests.browser.conftest import Shoot, sign_in
from tests.browser.serving import Console

PAGES = ("Calls", "Inbox", "Reports", "Jobs", "Call flow", "Test", "Live")


def test_every_page_of_the_menu_opens(lived_in: Console, page: Page) -> None:
    """Each shows its title, is marked in the menu as current, and says what is simulated."""
    sign_in(page, lived_in, "/live", role="configure")
    for name in PAGES:
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        current = page.get_by_role("navigation", name="Pages").locator("[aria-current]")
        expect(current).to_have_text(name)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        expect(page.get_by_role("main")).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("lang", "en-US")
        expect(page.get_by_text("Something went wrong")).to_have_count(0)
        expect(page.get_by_role("note").filter(has_text="Simulated: no phone")).to_be_visible()


def test_every_page_can_be_reached_by_keyboard(lived_in: Console, page: Page) -> None:
    """A link skips the menu; Tab and Enter lead to a page and to a row of it."""
    sign_in(page, lived_in, "/live", role="read")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.goto(lived_in.url("/calls"))
    link = page.locator("tbody tr").first.get_by_role("link")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("slider")).to_be_visible()


def test_the_menu_opens_on_a_narrow_screen(lived_in: Console, page: Page, shot: Shoot) -> None:
    """A button opens it; Escape closes it and returns the focus to the button."""
    sign_in(page, lived_in, "/live", role="read")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    menu = page.get_by_role("button", name="Menu")
    links = page.get_by_role("navigation", name="Pages")
    expect(links).to_be_hidden()
    menu.click()
    expect(links).to_be_visible()
    shot(page, "menu-narrow")
    page.keyboard.press("Escape")
    expect(links).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_chosen_theme_is_kept(lived_in: Console, page: Page) -> None:
    """Dark in a light system, at once and on the next page."""
    sign_in(page, lived_in, "/live", role="read")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate(ground)
    page.goto(lived_in.url("/inbox"))
    assert light != dark == page.evaluate(ground)
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(ground) == light


def test_callers_words_are_never_executed(console: Console, page: Page) -> None:
    """Words that look like HTML are shown as text on every page."""
    call = console.call("<img src=x onerror=document.title='taken'> & <b>so on</b>")
    sign_in(page, console, "/inbox")
    page.get_by_label("Threads").get_by_role("link", name="+1 (415) 555-0199").click()
    expect(page.get_by_text("<b>so on</b>").first).to_be_visible()
    page.goto(console.url(f"/calls/{call}"))
    expect(page.get_by_text("<b>so on</b>").first).to_be_visible()
    assert "taken" not in page.title()
    console.hang_up(call)
