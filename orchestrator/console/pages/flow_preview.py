"""Shows a call flow's status and what publishing would change."""

from collections.abc import Iterator

from markupsafe import Markup

from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.diffing import changed_words
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.workspaces.etags import FlowPiece
from hookflash.orchestrator.workspaces.preview import FlowPreview, GreetingChange


def standing(piece: FlowPiece, *, unsaved: bool) -> Markup:
    """Show the live version, and whether there are unpublished changes."""
    badges = (
        badge("Unsaved changes", "followup") if unsaved else None,
        badge("Draft", "followup") if piece.draft is not None else None,
    )
    return joined(
        (
            tag("h2", f"Version {piece.version} is live"),
            tag("p", joined(badges), class_="hf-badges"),
        )
    )


def previewed(preview: FlowPreview) -> Markup:
    """List the changes, then the problems."""
    changes = list(_changes(preview))
    shown = tag("ul", *(tag("li", change) for change in changes)) if changes else None
    listed = tag("div", tag("h3", "Publishing changes"), shown, class_="hf-changes")
    mistakes = [tag("li", str(problem)) for problem in preview.problems]
    wrong = tag("div", tag("h3", "Fix before publishing"), tag("ul", *mistakes))
    wrong_box = tag("div", wrong, class_="hf-mistakes", role="alert")
    nothing = tag("p", "No changes to publish.", class_="hf-faint")
    return joined((listed if changes else nothing, wrong_box if mistakes else None))


def _changes(preview: FlowPreview) -> Iterator[Markup]:
    for job in preview.added:
        yield joined((tag("ins", "+ "), "The agent gets the job ", tag("strong", job)))
    for job in preview.removed:
        yield joined(
            (tag("del", "\N{MINUS SIGN} "), "The agent loses the job ", tag("strong", job))
        )
    if preview.reordered:
        yield tag("span", "The order of the jobs changes")
    for greeting in preview.greetings:
        yield _greeting(greeting)


def _greeting(change: GreetingChange) -> Markup:
    words = changed_words(change.before or "", change.after or "")
    return joined((f"Greeting of the {change.step}: ", tag("span", words, class_="hf-rewritten")))
