"""The shell of the console: the menu, and beside it one page after the other, without a reload."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final

from nicegui import PageArguments, ui
from nicegui.elements.sub_pages import SubPages
from nicegui.page_arguments import RouteMatch

from hookflash.orchestrator.console.controls import use_controls
from hookflash.orchestrator.console.current import signed_in, still_signed_in
from hookflash.orchestrator.console.frame import head, page, theme_of
from hookflash.orchestrator.console.markup import escaped
from hookflash.orchestrator.console.menu import bar, menu
from hookflash.orchestrator.console.palette import Palette
from hookflash.orchestrator.console.placeholders import failed
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.console.shortcuts import show_shortcuts
from hookflash.orchestrator.console.visit import NotThere, Visit, begin_visit, end_visit, visit_of
from hookflash.orchestrator.telemetry.logs import get_logger

Show = Callable[[], Awaitable[None]]
"""Builds a page for a signed-in user; see ``current.signed_in`` and ``frame.page``."""
_DARK: Final = {"auto": None, "light": False, "dark": True}
_UNKNOWN: Final = "There is no such page"
_WHERE: Final = "Check the address, or choose a page from the menu."
logger = get_logger(__name__)


async def build(pages: Mapping[str, Show]) -> None:
    """Build the shell for a signed-in user, and in it the page at the requested address."""
    client = ui.context.client
    client.page_container.default_slot.children[0].tag = "div"  # Quasar's <main>; ours is below
    theme = theme_of(client.request.cookies)
    ui.dark_mode(_DARK[theme])
    ui.colors(primary="#0f766e")
    ui.add_head_html(head(theme))
    use_controls()
    client.on_connect(lambda: call_script(client, "hookflash.connected"))
    client.on_delete(lambda: end_visit(client))
    here = client.request.url.path
    ui.html(menu(here, theme), tag="header", sanitize=escaped).classes("hf-side")
    now = running().center.now().isoformat()
    with (
        ui.element("main")
        .props(f'id=main tabindex=-1 aria-busy=true data-now="{now}"')
        .classes("hf-main") as main
    ):
        main.props["data-key"] = signed_in().key.id
        View({path: _builder(show) for path, show in pages.items()})
    narrow = ui.html(bar(here), tag="nav", sanitize=escaped).classes("hf-bottom")
    narrow.props("aria-label=Shortcuts")
    palette = Palette(client)
    ui.on("hf-palette", palette.open, args=[])
    ui.on("hf-palette-close", palette.close, args=[])
    ui.on("hf-shortcuts", show_shortcuts, args=[])
    await visit_of(client).built.wait()


class View(SubPages):
    """Where the pages are shown, one at a time."""

    def __init__(self, routes: dict[str, Callable[..., Awaitable[None]]]) -> None:
        super().__init__(routes)
        self.classes("hf-view")

    def clear(self) -> "View":
        """Remove the page that is shown, and end what belongs to it."""
        end_visit(self.client)
        super().clear()
        return self

    def _required_query_params_changed(self, match: RouteMatch) -> bool:
        """Build a page again that is asked for again; another place on it is only scrolled to."""
        return not match.fragment or bool(super()._required_query_params_changed(match))

    def _render_404(self) -> None:
        _show_wrong(_UNKNOWN, _WHERE)


def _builder(show: Show) -> Callable[[PageArguments], Awaitable[None]]:
    """Return the builder of a page, which begins the visit of it at once."""

    def begin(arguments: PageArguments) -> Awaitable[None]:
        visit = begin_visit(arguments.frame.client, arguments)
        return _build_page(show, visit, arguments.frame)

    return begin


async def _build_page(show: Show, visit: Visit, frame: SubPages) -> None:
    """Build a page; show what is wrong if it cannot be built."""
    client = frame.client
    try:
        if not client.has_socket_connection or await still_signed_in():
            await _note_state()
            await show()
    except NotThere as missing:
        client.status_code = HTTPStatus.NOT_FOUND
        with frame.clear():
            _show_wrong(missing.words, missing.hint)
    except Exception:
        logger.exception("page_failed", path=visit.path)
        client.status_code = HTTPStatus.INTERNAL_SERVER_ERROR
        with frame.clear(), page("Something went wrong"):
            ui.html(failed("This page could not be shown."), sanitize=escaped)
    finally:
        visit.built.set()


async def _note_state() -> None:
    """Keep what the frame says on every page: whether calls are simulated, what is parked."""
    storage, center = ui.context.client.storage, running().center
    storage["simulated"] = await center.simulated()
    storage["parked"] = await center.parked(signed_in().workspace)


def _show_wrong(words: str, hint: object) -> None:
    with page("Not found"):
        ui.html(failed(words, hint or _WHERE), sanitize=escaped)
