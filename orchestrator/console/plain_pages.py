"""Pages that are plain documents: no open connection, and no state on the server."""

from urllib.parse import quote

from markupsafe import Markup

from hookflash.orchestrator.console.frame import ICON, head
from hookflash.orchestrator.console.markup import joined, tag


def document(title: str, theme: str, body: Markup) -> Markup:
    """Return a whole document."""
    elements = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · Hookflash"),
        tag("link", rel="icon", href=f"data:image/svg+xml,{quote(ICON)}"),
        head(theme),
    )
    html = tag("html", tag("head", joined(elements)), tag("body", body), lang="en")
    return Markup("<!doctype html>") + html
