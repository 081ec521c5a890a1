"""The call flow page of a number: steps, jobs, and a preview of what publishing changes."""

from collections.abc import Awaitable
from typing import ClassVar, Final
from urllib.parse import urlencode

from nicegui import ui

from hookflash.domain.job.job import MAX_JOBS_PER_AGENT_STEP
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Link
from hookflash.orchestrator.console.current import (
    on_change,
    parameters,
    permitted,
    signed_in,
)
from hookflash.orchestrator.console.draft_bar import DraftBar
from hookflash.orchestrator.console.flow_map import flow_map
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped
from hookflash.orchestrator.console.pages.attached_jobs import AttachedJobs
from hookflash.orchestrator.console.pages.flow_picture import FlowPicture
from hookflash.orchestrator.console.pages.flow_preview import previewed, standing
from hookflash.orchestrator.console.pages.jobs import is_about_the_workspace
from hookflash.orchestrator.console.pages.registration import registration_card
from hookflash.orchestrator.console.pages.text_input import TextInput
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.shared_edit import SharedEdit
from hookflash.orchestrator.console.visit import NotThere
from hookflash.orchestrator.workspaces.etags import FlowPiece, flow_piece
from hookflash.orchestrator.workspaces.forms import FlowForm, StepForm

_HINT: Final = "Connect one with PUT /v1/workspaces/ID or hookflash apply."


async def show() -> None:
    """Build the page for the number in the URL, or for the first one."""
    workspace = await running().center.workspace(signed_in().workspace)
    asked = parameters().get("number", "")
    number = asked or next(iter(workspace.numbers), "")
    piece = flow_piece(workspace, number)
    if asked and piece is None:
        raise NotThere("This workspace has no such number.", _HINT)
    with page("Call flow", "The steps of a call to this number, from the first ring."):
        _numbers(workspace, number)
        if piece is None:
            ui.html(empty("This workspace has no number yet.", _HINT), sanitize=escaped)
        else:
            await _Flow(workspace, piece).build()


def _numbers(workspace: Workspace, here: str) -> None:
    if len(workspace.numbers) < 2:  # noqa: PLR2004 - one is nothing to choose from
        return
    with ui.element("nav").classes("hf-tabs").props('aria-label="Numbers"'):
        for number in workspace.numbers:
            link = Link(format_number(number), f"/flow?{urlencode({'number': number})}")
            if number == here:
                link.props("aria-current=page")


class _Flow(SharedEdit):
    """The editor of a call flow."""

    what: ClassVar = "call flow"
    comes_back: ClassVar = False

    def _find(self, workspace: Workspace) -> FlowPiece | None:
        return flow_piece(workspace, self._piece.number)

    def _take_over(self, piece: FlowPiece) -> None:
        self._piece = piece
        steps = {kind: step for entry in piece.newest for kind, step in entry.items()}
        agent = steps.get("agent", StepForm(greeting=""))
        self._greeting, self._jobs = agent.greeting, list(agent.jobs or ())
        self._voicemail = steps.get("voicemail", StepForm(greeting="")).greeting

    @property
    def _typed(self) -> tuple[str, list[str], str]:
        return self._greeting, self._jobs, self._voicemail

    @_typed.setter
    def _typed(self, typed: tuple[str, list[str], str]) -> None:
        self._greeting, self._jobs, self._voicemail = typed

    @property
    def _form(self) -> FlowForm:
        agent = StepForm(greeting=self._greeting.strip(), jobs=tuple(self._jobs))
        return ({"agent": agent}, {"voicemail": StepForm(greeting=self._voicemail.strip())})

    async def build(self) -> None:
        self._build_notice()
        self._picture = FlowPicture()
        with ui.element("div").classes("hf-two") as self._box:
            with ui.element("ol").classes("hf-steps").props('aria-label="Steps"') as steps:
                self._build_steps()
            self._keep_typed(steps, f"flow/{self._piece.number}")
            with ui.element("aside").classes("hf-aside"):
                with ui.element("section").classes("hf-card hf-form").props('aria-label="State"'):
                    self._status = ui.html(sanitize=escaped).props("role=status")
                    self._preview = ui.html(sanitize=escaped).classes("hf-maybe")
                    self._bar = DraftBar(self._publish_it, self._save_it, self._discard_it)
                self._registration = ui.html(sanitize=escaped)
        await self._check()
        await on_change(self._workspace.slug, self._look_again, is_about_the_workspace)

    def _build_steps(self) -> None:
        with ui.element("li").classes("hf-card hf-form"):
            _step_title(
                "Agent",
                f"{self._workspace.agent} answers, greets the caller, and follows the jobs.",
            )
            typed = self._greeting_typed
            self._greeted = TextInput("Greeting", typed, "", self._greeting, rows=2)
            self._attached = AttachedJobs(self._jobs_chosen, MAX_JOBS_PER_AGENT_STEP)
            where = urlencode({"number": self._piece.number})
            with ui.element("div").classes("hf-bar"):
                Link(f"Test {self._workspace.agent}", f"/test?{where}", "hf-button quiet")
                self._plays = ui.label().classes("hf-hint")
        with ui.element("li").classes("hf-card hf-form"):
            _step_title(
                "Voicemail",
                "Takes a message if a transfer fails and the recipient has no own voicemail.",
            )
            said, typed = self._voicemail, self._voicemail_typed
            self._recorded = TextInput("Greeting", typed, "", said, rows=2)

    async def _greeting_typed(self, greeting: str) -> None:
        self._greeting = greeting
        await self._check()

    async def _voicemail_typed(self, greeting: str) -> None:
        self._voicemail = greeting
        await self._check()

    async def _jobs_chosen(self, jobs: list[str]) -> None:
        self._jobs = jobs
        await self._check()

    @property
    def _unsaved(self) -> bool:
        return self._form != self._piece.newest

    async def _check(self) -> None:
        """Show what publishing would change, problems, and the saved status."""
        number = self._piece.number
        preview = await self._configuration.preview_flow(self._workspace.slug, number, self._form)
        by_place = {problem.path: str(problem) for problem in preview.problems}
        self._greeted.wrong(by_place.get("flow[0].agent.greeting", ""))
        self._recorded.wrong(by_place.get("flow[1].voicemail.greeting", ""))
        self._attached.show(self._jobs, self._workspace)
        greeting, jobs, said = self._typed
        self._picture.show(flow_map(self._workspace, number, greeting, jobs, said))
        self._status.content = standing(self._piece, unsaved=self._unsaved)
        self._preview.content = previewed(preview)
        self._registration.content = registration_card(self._workspace, number, self._jobs)
        self._plays.text = "Test calls use the published flow." if preview.changes else ""
        await self._tell_unsaved(self._box)
        self._bar.allow(
            publish=bool(preview.changes and not preview.problems),
            save=self._unsaved,
            discard=self._piece.draft is not None,
        )

    async def _save_it(self) -> None:
        if await self._keep():
            ui.notify("Draft saved. Calls still use the published version.")

    async def _publish_it(self) -> None:
        if await self._keep():
            slug, number = self._workspace.slug, self._piece.number
            publish = self._configuration.publish_flow
            if await self._try(lambda: publish(slug, number, expected=self._etag)):
                ui.notify(f"Published. The next call to {format_number(number)} uses it.")

    async def _discard_it(self) -> None:
        slug, number = self._workspace.slug, self._piece.number
        discard = self._configuration.discard_flow_draft
        if await permitted("configure") and await self._try(
            lambda: discard(slug, number, expected=self._etag)
        ):
            self._show_typed()

    def _draft(self) -> Awaitable[Workspace]:
        slug, number = self._workspace.slug, self._piece.number
        return self._configuration.draft_flow(slug, number, self._form, expected=self._etag)

    def _show_typed(self) -> None:
        self._greeted.put(self._greeting)
        self._recorded.put(self._voicemail)

    def _leave(self) -> None:
        ui.notify(f"{format_number(self._piece.number)} is no longer a number of this workspace.")
        ui.navigate.to("/flow")


def _step_title(name: str, about: str) -> None:
    with ui.element("div"):
        ui.label(name).classes("hf-h2").props("role=heading aria-level=2")
        ui.label(about).classes("hf-faint")
