"""What if: a call decided again from any of its events, beside the call as it was."""

from nicegui import ui

from hookflash.domain.call.events import CallEvent, TransferConfirmed
from hookflash.domain.erasure.fixture import NoFixture
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.action_failures import notify_here, reporting_failures
from hookflash.orchestrator.console.call_fixture import offer_texts
from hookflash.orchestrator.console.call_header import about_call, events_of
from hookflash.orchestrator.console.current import parameters, path_part, signed_in
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.placeholders import failed
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.console.visit import NotThere
from hookflash.orchestrator.console.what_if_form import WhatIfForm
from hookflash.orchestrator.console.what_if_result import branch_shown
from hookflash.orchestrator.console.what_if_sweep import WhatIfSweep, since_day
from hookflash.orchestrator.console.what_if_wish import DRAFT, Wish, change_from, wish_from
from hookflash.orchestrator.time_machine.change import Change, InvalidFork, NotForkable
from hookflash.orchestrator.workspaces.errors import InvalidChange
from hookflash.orchestrator.workspaces.tested import document_under_test

_ABOUT = "Decided again under other circumstances. Nothing is sent, and nothing is recorded."
_TEST = "It fails while the call would end otherwise under this change."


async def show() -> None:
    """Build the page."""
    call_id = path_part("call")
    events = await events_of(call_id)
    if not events:
        raise NotThere("This workspace has no such call.")
    now = await running().center.workspace(signed_in().workspace)
    with page("What if", _ABOUT):
        what_if = _WhatIf(call_id, events, now, wish_from(parameters()))
        what_if.build(await about_call(call_id))
    await what_if.begin()


class _WhatIf:
    """The page's parts: a form, a branch beside its call, and a sweep over other calls."""

    def __init__(self, call_id: str, events: list[CallEvent], now: Workspace, wish: Wish) -> None:
        self._call = call_id
        self._events = events
        self._now = now
        self._wish = wish
        self._known = known_jobs(now)

    def build(self, about: str) -> None:
        """Create the elements."""
        with ui.element("div").classes("hf-bar hf-call-top hf-what-if"):
            there = address(f"/calls/{self._call}?at={self._wish.at}")
            ui.html(tag("a", "← The call", href=there), tag="p", sanitize=escaped)
            ui.html(about, tag="p", sanitize=escaped).classes("hf-bar")
        with ui.element("section").classes("hf-card").props('aria-label="What is different"'):
            phones = known_phones(self._events, self._now)
            self._form = WhatIfForm(self._wish, self._now, phones, self._known)
            with ui.element("div").classes("hf-bar"):
                self._button("Decide this call again", self._decide)
                self._button("Keep as a test", self._keep_this).props("outline")
                ui.space()
                self._since = ui.input("All calls since").props(
                    "type=date outlined dense stack-label"
                )
                self._button("Decide all of them again", self._sweep_all).props("outline")
        self._branch = ui.html(sanitize=escaped).classes("hf-branch hf-maybe")
        with ui.element("section").classes("hf-stack").props('aria-label="Other calls"'):
            self._sweep = WhatIfSweep(self._keep)

    async def begin(self) -> None:
        """Show the branch that the address asks for."""
        if not self._wish.is_empty:
            await self._show_branch(self._change())

    def _button(self, words: str, act: object) -> ui.button:
        pressed = reporting_failures(act, notify_here())  # type: ignore[arg-type]
        return ui.button(words, on_click=pressed).props("no-caps unelevated")

    def _take(self) -> Change | None:
        """Take what was chosen, and put it into the address; None if it does not fit."""
        self._wish = self._form.wish()
        call_script(ui.context.client, "hookflash.keepQuery", f"?{self._wish.query()}")
        return self._change()

    def _change(self) -> Change | None:
        try:
            return change_from(self._wish, self._known)
        except InvalidFork as error:
            self._wrong(error)
            return None

    async def _decide(self) -> None:
        await self._show_branch(self._take())

    async def _show_branch(self, change: Change | None) -> None:
        if change is None:
            return
        try:
            fork = await running().center.fork(self._call, change, self._wish.at)
        except (InvalidFork, NotForkable) as error:
            self._wrong(error)
            return
        self._branch.content = branch_shown(fork)

    def _wrong(self, error: Exception) -> None:
        words, _, more = str(error).partition(": ")
        self._branch.content = failed(
            "This cannot be decided.", f"{words}: {more}" if more else words
        )

    async def _keep_this(self) -> None:
        await self._keep(self._call)

    async def _keep(self, call_id: str) -> None:
        """Offer a call's branch as a test; one of changed jobs keeps what was said."""
        change = self._take()
        if change is None:
            return
        at = self._wish.at if call_id == self._call else 0
        center = running().center
        try:
            fork = await center.fork(call_id, change, at)
            words = change.jobs is not None
            test = await center.fork_as_test(fork, change, words=words)
        except (InvalidFork, NotForkable, NoFixture) as error:
            ui.notify(f"There is no test of this: {error}.", type="warning")
            return
        kept = "With what was said, which the agent reads." if words else "Without personal data."
        offer_texts("A test of this branch", f"{_TEST} {kept}", (("Python", test),))

    async def _sweep_all(self) -> None:
        change = self._take()
        if change is None:
            return
        if change.caller_acts:
            ui.notify("What one caller says fits no other call; leave it out.", type="warning")
            return
        query = self._wish.model_copy(update={"at": 0}).query()
        await self._sweep.run(change, since_day(str(self._since.value or "")), query)


def known_jobs(now: Workspace) -> dict[tuple[str, str], Job]:
    """Each version of each job, and its draft if it can be published."""
    known = {
        (name, str(job.version)): job for name, versions in now.history.items() for job in versions
    }
    try:
        drafted = document_under_test(now, drafts=True).jobs
    except InvalidChange:
        return known
    return known | {(job.name, DRAFT): job for job in drafted if job.name in now.job_drafts}


def known_phones(events: list[CallEvent], now: Workspace) -> list[str]:
    """The phones that rang on the call, then those of other members."""
    rung = [leg.who for one in events if isinstance(one, TransferConfirmed) for leg in one.legs]
    return list(dict.fromkeys((*rung, *sorted(now.members))))
