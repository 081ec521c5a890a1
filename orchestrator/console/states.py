"""What a list shows when there is nothing in it, or when it could not be read."""

from markupsafe import Markup

from hookflash.orchestrator.console.markup import tag


def empty(what: str, hint: object = "") -> Markup:
    """Nothing is there; ``hint`` says what would bring something."""
    return tag("div", tag("p", what, class_="title"), tag("p", hint), class_="hf-nothing")


def failed(
    what: str, hint: object = "Try again in a moment; the server's log says more."
) -> Markup:
    """It could not be shown."""
    told = tag("p", what, class_="title"), tag("p", hint)
    return tag("div", *told, class_="hf-nothing hf-wrong", role="alert")


def badge(words: str, tone: str = "") -> Markup:
    """One word on a coloured ground; ``tone``: good, calm, warn, bad, or none."""
    return tag("span", words, class_=f"hf-badge {tone}".rstrip())
