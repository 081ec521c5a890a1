"""HTML in small pieces. Whatever is not markup already is escaped."""

from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup, escape

VOID: Final = frozenset({"input", "br", "hr", "img", "link", "meta"})
Attribute = str | int | float | bool | None


def tag(element: str, /, *inside: object, **attributes: Attribute) -> Markup:
    """One element: ``tag("td", "a < b", class_="faint", data_label="Who")``.

    Attributes that are None or False are left out; an underscore stands for a hyphen.
    """
    opening = f"<{element}{''.join(_attributes(attributes))}>"
    if element in VOID:
        return Markup(opening)  # noqa: S704 - its values are escaped
    return Markup(f"{opening}{joined(inside)}</{element}>")  # noqa: S704 - and what is inside too


def joined(pieces: Iterable[object]) -> Markup:
    """Pieces one after another; None is nothing."""
    return Markup("").join(escape(piece) for piece in pieces if piece is not None)


def _attributes(attributes: dict[str, Attribute]) -> Iterator[str]:
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        plain = name.rstrip("_").replace("_", "-")
        yield f" {plain}" if value is True else f' {plain}="{escape(value)}"'
