"""A test call in the console, with an agent that a host runs elsewhere."""

import json
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.serving import Console, serving
from tests.browser.test_trying_out import said, say

NO_AGENT = "No agent has said anything on this test call."


@pytest.fixture(scope="module")
def console(
    browser_here: None,  # noqa: ARG001 - skips first
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Console]:
    """A console whose agent is run by its host."""
    folder = tmp_path_factory.mktemp("hosted")
    with serving(folder, (), "--agent", "host", "--agent-label", "my-model") as running:
        yield running


def told(stream: httpx.Response, wanted: str) -> dict[str, Any]:
    """The next event of a kind."""
    kind = ""
    for line in stream.iter_lines():
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        elif name == "data" and kind == wanted:
            found: dict[str, Any] = json.loads(value)
            return found
    raise AssertionError(f"no {wanted} came")


def take_a_test_call(console: Console, ready: Event) -> None:
    """A host elsewhere: it greets, and repeats what is said to it."""
    with console.api.stream("GET", "/v1/desk/test-calls") as calls:
        assert calls.is_success
        ready.set()
        call = told(calls, "test_call")["call"]
    desk = f"/v1/calls/{call}/desk"
    greeting = console.ask("POST", desk)["greeting"]
    console.ask("POST", f"{desk}/said", json={"text": greeting})
    with console.api.stream("GET", f"{desk}/news", params={"after": 0}) as news:
        heard = told(news, "caller")["text"]
        console.ask("POST", f"{desk}/said", json={"text": f"You said: {heard}"})


def test_a_host_elsewhere_takes_a_test_call(console: Console, page: Page) -> None:
    """The person sees what it says, and whose agent it is."""
    ready = Event()
    host = Thread(target=take_a_test_call, args=(console, ready), daemon=True)
    host.start()
    assert ready.wait(20)
    sign_in(page, console, "/test", role="operate")
    page.get_by_role("button", name="Call Harbor Dental").click()
    expect(said(page)).to_contain_text("Thanks for calling Harbor Dental.")
    expect(page.get_by_role("region", name="The call")).to_contain_text("Agent: my-model")
    say(page, "Are you open today?")
    expect(said(page)).to_contain_text("You said: Are you open today?")
    host.join(20)
    assert not host.is_alive()


def test_a_test_call_without_an_agent_says_so(console: Console, page: Page) -> None:
    """And how to give it one."""
    sign_in(page, console, "/test", role="operate")
    page.get_by_role("button", name="Call Harbor Dental").click()
    expect(page.get_by_role("status").filter(has_text=NO_AGENT)).to_be_visible()
