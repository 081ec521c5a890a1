"""The menu beside every page, and the bar that stands for it on a phone."""

from markupsafe import Markup

from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.frame import THEMES, logo
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.navigation import IN_THE_BAR, PLACES, Place, address


def menu(here: str, theme: str) -> Markup:
    """Return the menu; the entry of the page at the URL path ``here`` is the current one."""
    asker = signed_in()
    brand = tag("a", logo(), tag("span", "Hookflash"), href=address("/live"), class_="hf-brand")
    return joined(
        (
            tag("a", "Skip to content", href="#main", class_="hf-skip"),
            brand,
            _search(),
            tag(
                "div",
                tag("nav", *(_entry(place, here) for place in PLACES), aria_label="Pages"),
                tag(
                    "div",
                    _themes(theme),
                    tag("p", asker.workspace, class_="hf-who"),
                    tag("p", f"Role: {asker.key.role}", class_="hf-faint"),
                    _sign_out(),
                    class_="hf-foot",
                ),
                class_="hf-drawer",
                id="drawer",
            ),
        )
    )


def bar(here: str) -> Markup:
    """Return the bar at the bottom of a narrow screen: the main pages, and the menu's button."""
    places = (place for place in PLACES if place.path in IN_THE_BAR)
    picture = tag("svg", tag("path", d="M4 5h12M4 10h12M4 15h12"), viewBox="0 0 20 20")
    button = tag(
        "button",
        picture,
        "Menu",
        class_="hf-menu",
        type="button",
        aria_expanded="false",
        aria_controls="drawer",
    )
    return joined((*(_entry(place, here) for place in places), button))


def _search() -> Markup:
    return tag(
        "button",
        tag("span", "Search or jump to"),
        tag("kbd", "Ctrl K"),
        type="button",
        class_="hf-jump",
        data_palette=True,
        aria_keyshortcuts="Control+K Meta+K",
    )


def _entry(place: Place, here: str) -> Markup:
    picture = tag("svg", tag("path", d=place.icon), viewBox="0 0 20 20", aria_hidden="true")
    there = address(place.path)
    current = here == there or here.startswith(f"{there}/")
    name = tag("span", place.name)
    return tag("a", picture, name, href=there, aria_current="page" if current else None)


def _themes(chosen: str) -> Markup:
    buttons = (
        tag(
            "button",
            theme.capitalize(),
            type="button",
            data_theme=theme,
            aria_pressed="true" if theme == chosen else "false",
        )
        for theme in THEMES
    )
    return tag("div", *buttons, class_="hf-choice", role="group", aria_label="Theme")


def _sign_out() -> Markup:
    button = tag("button", "Sign out", class_="hf-link")
    return tag("form", button, method="post", action=address("/sign-out"))
