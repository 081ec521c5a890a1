"""Shows the statechart in a page."""

from markupsafe import Markup

from hookflash.domain.call.drawing import Path, svg
from hookflash.domain.call.transitions import allowed
from hookflash.orchestrator.console.markup import tag


def chart_svg(path: Path | None) -> Markup:
    """Draw the chart; highlights a call's path, its state and the transitions allowed next.

    On a narrow screen it scrolls, and starts with the current state in view.
    """
    picture = svg(path)
    if path is not None:
        picture = picture.replace(
            f'data-from="{path.state}"', f'data-from="{path.state}" data-allowed'
        )
        for trigger in allowed(path.state):
            label = f'data-trigger="{trigger}"'
            if picture.count(label) == 1:  # else other states' transitions would be highlighted too
                picture = picture.replace(label, f"{label} data-allowed")
    drawn = Markup(picture)  # noqa: S704 - contains no user input
    return tag("hf-chart", drawn, class_="hf-chart-frame", tabindex=0)
