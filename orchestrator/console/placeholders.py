"""What pages show when there is nothing to show, or when loading failed."""

from markupsafe import Markup

from hookflash.orchestrator.console.markup import tag


def empty(what: str, hint: object = "") -> Markup:
    """Return an empty state; ``hint`` says how to get the first entry."""
    return tag("div", tag("p", what, class_="title"), tag("p", hint), class_="hf-nothing")


def failed(
    what: str, hint: object = "Try again in a moment. The server's log has the details."
) -> Markup:
    """Return an error message."""
    message = tag("p", what, class_="title"), tag("p", hint)
    return tag("div", *message, class_="hf-nothing hf-wrong", role="alert")
