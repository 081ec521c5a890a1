"""The statechart as a picture in a page."""

from markupsafe import Markup

from hookflash.domain.call.drawing import Path, svg
from hookflash.domain.call.transitions import allowed
from hookflash.orchestrator.console.markup import tag


def chart_svg(path: Path | None) -> Markup:
    """Draw the chart with a call's way lit, its state, and the ways that lead on from there.

    On a narrow screen it can be scrolled, and stands so that the state is in sight.
    """
    picture = svg(path)
    if path is not None:
        picture = picture.replace(
            f'data-from="{path.state}"', f'data-from="{path.state}" data-allowed'
        )
        for trigger in allowed(path.state):
            label = f'data-trigger="{trigger}"'
            if picture.count(label) == 1:  # else it would light on other states' lines too
                picture = picture.replace(label, f"{label} data-allowed")
    drawn = Markup(picture)  # noqa: S704 - drawn from the chart alone
    return tag("hf-chart", drawn, class_="hf-chart-frame", tabindex=0)
