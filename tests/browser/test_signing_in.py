"""Signing in and out."""

import httpx
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.serving import WORKSPACE, Console


def test_a_key_opens_the_console(console: Console, page: Page, shot: Shoot) -> None:
    """Every page leads to the sign-in. A wrong key is refused; a right one opens Live."""
    page.goto(console.address)
    page.get_by_label("API key").fill("hf_harbor-dental_1_2")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("is not valid")
    shot(page, "sign-in")
    page.get_by_label("API key").fill(console.keys["read"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Live")).to_be_visible()
    expect(page.get_by_text("No calls in progress.")).to_be_visible()
    shot(page, "live-empty")


def test_a_refused_key_is_not_explained(console: Console) -> None:
    """No key, an unknown workspace, a wrong secret: all get the same answer."""
    good = console.keys["read"]
    answers = {
        httpx.post(console.url("/sign-in"), data={"key": key}).text
        for key in ("", "x", "hf_nowhere_1_2", good[:-1] + "x")
    }
    assert len(answers) == 1
    assert "is not valid" in answers.pop()


def test_the_session_cookie_is_protected(console: Console) -> None:
    """Scripts cannot read it, other sites cannot send it, and it does not contain the key."""
    done = httpx.post(console.url("/sign-in"), data={"key": console.keys["read"]})
    cookie = done.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/console"} <= set(cookie.split("; "))
    assert console.keys["read"] not in cookie
    assert "frame-ancestors 'none'" in done.headers["Content-Security-Policy"]


def test_the_sign_in_does_not_redirect_to_another_site(console: Console) -> None:
    """It leads to a page of the console, whatever the URL asks for."""
    for wanted in ("https://example.com", "//example.com", "/v1", "/console/../v1"):
        sent = {"key": console.keys["read"], "to": wanted}
        done = httpx.post(console.url("/sign-in"), data=sent)
        assert done.headers["Location"].startswith("/console/")


def test_signing_out_ends_the_session(console: Console, page: Page) -> None:
    """The old cookie no longer opens any page."""
    sign_in(page, console)
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("API key")).to_be_visible()
    again = httpx.get(console.url("/live"), cookies=cookies)
    assert "/console/sign-in" in again.headers["Location"]


def test_a_revoked_key_is_signed_out_at_once(console: Console, page: Page) -> None:
    """An open page returns to the sign-in by itself."""
    token = console.command("key", "new", "--workspace", WORKSPACE, "--role", "operate")
    console.keys["revoked"] = token
    sign_in(page, console, role="revoked")
    expect(page.get_by_text("No calls in progress.")).to_be_visible()
    console.command("key", "revoke", token.split("_")[2], "--workspace", WORKSPACE)
    expect(page.get_by_label("API key")).to_be_visible()
