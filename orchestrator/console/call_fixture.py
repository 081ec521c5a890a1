"""The dialog that gives a call as a fixture: a Python test, or JSON lines."""

from collections.abc import Sequence

from markupsafe import Markup
from nicegui import ui

from hookflash.domain.call.events import CallEvent
from hookflash.domain.erasure.fixture import NoFixture
from hookflash.orchestrator.console.fixture_text import as_lines, as_python, staged
from hookflash.orchestrator.console.markup import escaped, joined, tag

_ABOUT = "The call up to this event, without anyone’s number, name or words."  # noqa: RUF001 - prose


def offer_fixture(events: Sequence[CallEvent], at: int) -> None:
    """Open a dialog with the call up to its event ``at``, anonymised."""
    try:
        given = staged(events, max(at, 1))
    except NoFixture as error:
        ui.notify(f"This call cannot be anonymised: {error}.", type="warning")
        return
    texts = (("Python", as_python(given)), ("JSON lines", as_lines(given)))
    offer_texts("A fixture", _ABOUT, texts)


def offer_texts(title: str, about: str, texts: Sequence[tuple[str, str]]) -> None:
    """Open a dialog with texts to copy, each with its name."""
    with (
        ui.dialog(value=True) as dialog,
        ui.element("div").classes("hf-card hf-fixture"),
    ):
        dialog.props["aria-label"] = title
        ui.html(joined((tag("h2", title), tag("p", about))), sanitize=escaped)
        for name, text in texts:
            ui.html(_copyable(name, text), sanitize=escaped)
        ui.button("Close", on_click=dialog.close).props("flat no-caps")


def _copyable(name: str, text: str) -> Markup:
    copied = tag("button", f"Copy {name}", type="button", data_copy=True, class_="hf-button")
    shown = tag("textarea", text, readonly=True, rows=6, spellcheck="false", aria_label=name)
    return tag("div", shown, copied, class_="hf-copy")
