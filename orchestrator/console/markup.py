"""Builds HTML; everything that is not markup already is escaped.

``ui.html(…, sanitize=escaped)`` is the only way for it into a page.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup, escape

VOID: Final = frozenset({"input", "br", "hr", "img", "link", "meta"})
Attribute = str | int | float | bool | None


def tag(element: str, /, *inside: object, **attributes: Attribute) -> Markup:
    """Return an element: ``tag("td", "a < b", class_="faint", data_label="Who")``.

    Attributes that are None or False are omitted; underscores in names become hyphens.
    """
    opening = f"<{element}{''.join(_attributes(attributes))}>"
    if element in VOID:
        return Markup(opening)  # noqa: S704 - attribute values are escaped
    return Markup(f"{opening}{joined(inside)}</{element}>")  # noqa: S704 - the content is escaped too


def joined(pieces: Iterable[object]) -> Markup:
    """Concatenate pieces; None is skipped."""
    return Markup("").join(escape(piece) for piece in pieces if piece is not None)


def escaped(content: str) -> str:
    """Return markup as it is, and any other text as text; for ``sanitize`` of ``ui.html``."""
    return str(escape(content))


def _attributes(attributes: dict[str, Attribute]) -> Iterator[str]:
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        plain = name.rstrip("_").replace("_", "-")
        yield f" {plain}" if value is True else f' {plain}="{escape(value)}"'
