"""What publishing a call flow would change, and how it stands."""

from collections.abc import Iterator

from markupsafe import Markup

from hookflash.orchestrator.console.diffing import changed_words
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.states import badge
from hookflash.orchestrator.workspaces.etags import FlowPiece
from hookflash.orchestrator.workspaces.preview import FlowPreview, GreetingChange


def standing(piece: FlowPiece, *, unsaved: bool) -> Markup:
    """Which version is live, and what waits beside it."""
    badges = (
        badge("Unsaved changes", "warn") if unsaved else None,
        badge("Draft", "warn") if piece.draft is not None else None,
    )
    return joined(
        (
            tag("h2", f"Version {piece.version} is live"),
            tag("p", joined(badges), class_="hf-badges"),
        )
    )


def previewed(preview: FlowPreview) -> Markup:
    """The changes one by one, then the mistakes."""
    changes = list(_changes(preview))
    shown = tag("ul", *(tag("li", change) for change in changes)) if changes else None
    told = tag("div", tag("h3", "Publishing changes"), shown, class_="hf-changes")
    mistakes = [tag("li", str(problem)) for problem in preview.problems]
    wrong = tag("div", tag("h3", "In the way of publishing"), tag("ul", *mistakes))
    wrong_box = tag("div", wrong, class_="hf-mistakes", role="alert")
    nothing = tag("p", "Publishing would change nothing.", class_="hf-faint")
    return joined((told if changes else nothing, wrong_box if mistakes else None))


def _changes(preview: FlowPreview) -> Iterator[Markup]:
    for job in preview.added:
        yield joined((tag("ins", "+ "), "The agent gets ", tag("strong", job)))
    for job in preview.removed:
        yield joined((tag("del", "\N{MINUS SIGN} "), "The agent loses ", tag("strong", job)))
    if preview.reordered:
        yield tag("span", "The jobs stand in another order")
    for greeting in preview.greetings:
        yield _greeting(greeting)


def _greeting(change: GreetingChange) -> Markup:
    words = changed_words(change.before or "", change.after or "")
    return joined((f"Greeting of the {change.step}: ", tag("span", words, class_="hf-rewritten")))
