"""Tables whose rows become cards on narrow screens."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup
from nicegui import ui

from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.rows import Draw, Rows

_UNNAMED: Final = tag("span", "Link", class_="hf-hidden")
"""The heading of a link column, for screen readers only."""


def live_table(headings: Sequence[str], caption: str, draw: Draw) -> tuple[ui.element, Rows]:
    """Create a table that updates; returns it and its rows. A heading may be empty."""
    with ui.element("table").classes("hf-table").props("data-rows") as table:
        ui.html(tag("span", caption, class_="hf-hidden"), tag="caption", sanitize=escaped)
        ui.html(_head(headings), tag="thead", sanitize=escaped)
        body = ui.element("tbody")
    return table, Rows(body, "tr", draw)


def cells(headings: Sequence[str], values: Sequence[object]) -> Markup:
    """Return the cells of one row, under ``headings``."""
    return joined(
        tag("td", tag("div", value), data_label=heading)
        for heading, value in zip(headings, values, strict=True)
    )


def table(
    headings: Sequence[str], rows: Sequence[Sequence[object]], caption: str, look: str = ""
) -> Markup:
    """Return a static table; ``look``: ``dense`` remains a table on narrow screens."""
    return tag(
        "table",
        tag("caption", caption, class_="hf-hidden"),
        tag("thead", _head(headings)),
        tag("tbody", *(tag("tr", cells(headings, row)) for row in rows)),
        class_=f"hf-table {look}".rstrip(),
    )


def _head(headings: Sequence[str]) -> Markup:
    return tag("tr", *(tag("th", heading or _UNNAMED, scope="col") for heading in headings))
