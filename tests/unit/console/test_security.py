"""What may run in a browser on the console's pages, and what reaches them."""

import ast
import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from nicegui import Client, ui
from nicegui import app as pages

from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.console.security import (
    Nonces,
    SecureHeaders,
    answer_unknown_addresses,
    policy,
)
from tests.tree import texts

CONSOLE = "orchestrator/console"
DOORS = {
    "run_javascript": {"scripts.py"},
    "add_head_html": {"shell.py", "controls.py"},
    "add_body_html": set[str](),
    "add_css": set[str](),
    "add_slot": set[str](),
    "markdown": set[str](),
    "eval": set[str](),
}
"""What puts code or markup into a page, and the modules that may call it."""
CONSTANTS = {"column", "now", "MAX_BODY", "label", "_KEY_NAMES.get(key, key)", "len(events)"}
CONSTANTS |= {"len(self._events)"}
"""What may be written into the string of attributes that NiceGUI parses: no user text."""


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in the console, with its module and the name that is called."""
    for path, text in texts(CONSOLE, suffix=".py").items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else ""
                yield path, node, name or (called.id if isinstance(called, ast.Name) else "")


def test_markup_gets_into_a_page_only_if_everything_else_in_it_is_escaped() -> None:
    """Every ``ui.html`` escapes what is not markup; ruff (S704) finds whatever makes some."""
    made = [(path, node) for path, node, name in calls() if name == "html"]
    assert len(made) > 50
    for path, node in made:
        given = {one.arg: ast.unparse(one.value) for one in node.keywords}
        assert given.get("sanitize") == "escaped", f"{path}:{node.lineno}"


def test_code_gets_into_a_page_only_by_the_doors_that_are_guarded() -> None:
    """Scripts are called with values; no other call of NiceGUI's takes code or markup."""
    found: dict[str, set[str]] = {name: set() for name in DOORS}
    for path, _, name in calls():
        if name in found:
            found[name].add(path.name)
    assert found == DOORS
    for path, node, name in calls():
        if name == "call_script":
            assert isinstance(node.args[1], ast.Constant), f"{path}:{node.lineno}"


def test_no_user_text_is_parsed_as_attributes() -> None:
    """``.props`` with a string splits it into attributes; values go into ``props[…]`` instead."""
    for path, node, name in calls():
        if name == "props" and node.args and isinstance(node.args[0], ast.JoinedStr):
            for part in node.args[0].values:
                if isinstance(part, ast.FormattedValue):
                    assert ast.unparse(part.value) in CONSTANTS, f"{path}:{node.lineno}"


def test_no_script_of_the_console_writes_markup() -> None:
    """Its own scripts set text and attributes."""
    for path, text in texts(CONSOLE, suffix=".js").items():
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text
        ), path


@settings(report_multiple_bugs=False)
@given(st.text())
def test_text_that_is_no_markup_is_shown_as_text(said: str) -> None:
    """Whatever reaches the door; what the builder made stays as it is."""
    shown = escaped(said)
    assert "<" not in shown
    assert Markup(shown).unescape() == said  # noqa: S704 - it was just escaped
    assert escaped(tag("p", said)) == f"<p>{shown}</p>"


@given(st.text(), st.integers() | st.booleans() | st.none())
def test_arguments_of_scripts_are_values(said: str, other: int | bool | None) -> None:  # noqa: FBT001 - one of many
    """Text ends neither its string nor the page's script."""
    sent: list[str] = []

    class Browser:
        def run_javascript(self, code: str) -> None:
            sent.append(code)

    call_script(Browser(), "hookflash.say", said, other)  # type: ignore[arg-type]
    (code,) = sent
    inside = code.removeprefix("hookflash.say(").removesuffix(")")
    literal = r'"(?:[^"\\<\n\r]|\\.)*"'
    assert re.fullmatch(rf"{literal}, (?:-?\d+|true|false|null)", inside)


def test_the_policy_restricts_everything_that_nicegui_does_not_need() -> None:
    """Only pages may compile templates; inline scripts need the page's nonce, here and there."""
    plain, page = policy(), policy("a1b2")
    for wanted in (
        "default-src 'none'",
        "connect-src 'self'",
        "media-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ):
        assert f"{wanted};" in plain
        assert f"{wanted};" in page
    assert "script-src 'self';" in plain
    assert "script-src 'self' 'nonce-a1b2' 'unsafe-eval';" in page


def test_each_page_has_a_nonce_of_its_own() -> None:
    """In its policy and on its scripts, and on no other answer."""
    inner = FastAPI()
    inner.add_middleware(Nonces)
    inner.get("/page")(lambda: HTMLResponse("<p>é</p><script>1</script><script src='a'></script>"))
    inner.get("/data")(lambda: {"a": "<script>"})
    app = FastAPI()
    app.add_middleware(SecureHeaders)
    app.mount("/console", inner)

    async def check() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            first, second = [await client.get("/console/page") for _ in range(2)]
            (nonce, other) = re.findall(r'<script nonce="(\w+)"', first.text)
            assert nonce == other
            assert f"'nonce-{nonce}'" in first.headers["Content-Security-Policy"]
            assert first.text.startswith("<p>é</p>")
            assert nonce not in second.text
            data = await client.get("/console/data")
            assert data.json() == {"a": "<script>"}
            assert data.headers["Content-Security-Policy"] == policy()

    asyncio.run(check())


@pytest.fixture
def unknown() -> httpx.ASGITransport:
    """NiceGUI's application, which answers unknown addresses as the console does."""
    answer_unknown_addresses(pages)
    return httpx.ASGITransport(pages)


def test_unknown_addresses_hold_no_memory(unknown: httpx.ASGITransport) -> None:
    """Nothing is kept of their visitors; the page says where the console is."""

    async def check() -> None:
        async with httpx.AsyncClient(transport=unknown, base_url="http://here") as client:
            before = dict(Client.instances)
            for number in range(20):
                answer = await client.get(f"/nothing/{number}")
                assert answer.status_code == 404
                assert "There is no such page" in answer.text
                assert "/console/live" in answer.text
            assert Client.instances == before

    asyncio.run(check())


def test_what_a_page_holds_is_escaped_by_default() -> None:
    """The door itself, as NiceGUI runs it."""
    with Client(ui.page("/here")) as client:
        said = ui.html("<img onerror=alert(1)>", sanitize=escaped)
        made = ui.html(tag("b", "bold"), sanitize=escaped)
        assert said.props["innerHTML"] == "&lt;img onerror=alert(1)&gt;"
        assert made.props["innerHTML"] == "<b>bold</b>"
        said.content = "<script>"
        assert said.props["innerHTML"] == "&lt;script&gt;"
    client.delete()
