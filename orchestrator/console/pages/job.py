"""The page of one job: editor with live validation, versions, deletion."""

import json
from collections.abc import Awaitable, Sequence
from typing import Any, ClassVar, Final

from nicegui import ui

from hookflash import ScenariosFailed, TooExpensive, TooManyWaiting
from hookflash.domain.call.events import CallEvent
from hookflash.domain.job.directory import Directory
from hookflash.domain.job.job import MAX_BODY, MAX_DESCRIPTION, MAX_INSTRUCTIONS, MAX_NAME
from hookflash.domain.workspace.names import tidy
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.action_failures import notify_here, reporting_failures
from hookflash.orchestrator.console.chip_problems import placed
from hookflash.orchestrator.console.current import (
    on_change,
    parameters,
    path,
    permitted,
    signed_in,
)
from hookflash.orchestrator.console.draft_bar import DraftBar
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.instruction_pieces import Piece, pieces_of, write_pieces
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.pages.handset import Handset
from hookflash.orchestrator.console.pages.job_reading import Reading
from hookflash.orchestrator.console.pages.job_removal import Removal
from hookflash.orchestrator.console.pages.job_scenarios import JobScenarios
from hookflash.orchestrator.console.pages.job_state import Mistakes, Status, choices, words
from hookflash.orchestrator.console.pages.job_versions import Versions
from hookflash.orchestrator.console.pages.job_ways import Ways, kept_as
from hookflash.orchestrator.console.pages.jobs import editor_of, is_about_the_workspace
from hookflash.orchestrator.console.pages.publishing import ask_despite, offer_numbers
from hookflash.orchestrator.console.pages.text_input import TextInput
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.shared_edit import SharedEdit
from hookflash.orchestrator.console.visit import NotThere
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.etags import JobPiece, job_piece
from hookflash.orchestrator.workspaces.forms import JobForm

_BESIDE: Final = ("name", "description")
"""Fields whose problems are shown next to them."""


async def show() -> None:
    """Build the page of the job in the URL."""
    name = parameters().get("job", "")
    workspace = await running().center.workspace(signed_in().workspace)
    piece = job_piece(workspace, name)
    if piece is None:
        back = tag("a", "All jobs", href=address("/jobs"))
        raise NotThere(f"There is no job “{name}”.", back)
    with page(name):
        Ways(workspace, piece).build()
        await _Editor(workspace, piece).build()
        if parameters().get("published"):
            offer_numbers(workspace, name)


async def show_new() -> None:
    """Build the page for a new job, empty or copied from another one."""
    workspace = await running().center.workspace(signed_in().workspace)
    copied = job_piece(workspace, parameters().get("like", ""))
    with page(
        "New job", "Calls use a job once it is attached to the agent step of a published call flow."
    ):
        await _Editor(workspace, None, copied.newest if copied else None).build()


class _Editor(SharedEdit):
    """The editor of a job."""

    what: ClassVar = "job"
    comes_back: ClassVar = True

    def __init__(
        self, workspace: Workspace, piece: JobPiece | None, like: JobForm | None = None
    ) -> None:
        super().__init__(workspace, piece)
        if like is not None:
            form = like.model_copy(update={"name": ""})
            self._typed = form, pieces_of(form.instructions, self._directory)
        self._versions: Versions | None = None
        self._removal: Removal | None = None

    def _find(self, workspace: Workspace) -> JobPiece | None:
        return job_piece(workspace, tidy(self._form.name))

    def _know(self, workspace: Workspace) -> None:
        super()._know(workspace)
        self._directory = Directory(workspace.members, workspace.inboxes, workspace.numbers)

    def _take_over(self, piece: JobPiece | None) -> None:
        self._piece = piece
        self._form = (piece.newest if piece else None) or JobForm(name="", instructions="")
        self._pieces = pieces_of(self._form.instructions, self._directory)

    @property
    def _typed(self) -> tuple[JobForm, tuple[Piece, ...]]:
        return self._form, self._pieces

    @_typed.setter
    def _typed(self, typed: tuple[JobForm, tuple[Piece, ...]]) -> None:
        self._form, self._pieces = typed

    @property
    def _unsaved(self) -> bool:
        saved = self._piece.newest if self._piece else JobForm(name="", instructions="")
        return self._form != saved

    async def build(self) -> None:
        self._build_notice()
        with ui.element("div").classes("hf-job") as self._box:
            with ui.element("div").classes("hf-job-edit"):
                with ui.element("section").classes("hf-card hf-form") as fields:
                    self._build_fields()
                self._keep_typed(fields, self._kept_as)
                self._reading = Reading()
            with ui.element("div").classes("hf-job-try"):
                self._build_state()
                self._handset = Handset(self._now, self._keep_conversation)
                await self._handset.build()
            with ui.element("div").classes("hf-job-more"):
                self._scenarios = JobScenarios(self._now)
                if self._piece is not None:
                    self._versions = Versions(self._put_back)
                    self._removal = Removal()
        await self._check()
        if self._piece is not None:
            await on_change(self._workspace.slug, self._look_again, is_about_the_workspace)

    def _now(self) -> tuple[Workspace, JobForm]:
        return self._workspace, self._form

    def _build_state(self) -> None:
        with ui.element("aside").classes("hf-card hf-aside").props('aria-label="State"'):
            self._status = Status()
            self._bar = DraftBar(self._publish_it, self._save_it, self._discard_it)
            self._mistakes = Mistakes()

    def _build_fields(self) -> None:
        fixed = not signed_in().key.may("configure")
        self._name = TextInput("Name", self._name_typed, "Booking", self._form.name, most=MAX_NAME)
        self._name.set_visibility(self._piece is None)
        about, said = "Wants an appointment", self._form.description or ""
        self._description = TextInput(
            "Description", self._description_typed, about, said, most=MAX_DESCRIPTION
        )
        self._editor = ui.element("hf-instructions").props(f"most={MAX_BODY}")
        if fixed:
            self._editor.props("fixed")
        take = reporting_failures(self._written, notify_here())
        self._editor.on("hf-input", lambda event: take(event.args["detail"]), ["detail"])
        self._show_instructions()
        with ui.element("div").classes("hf-bar spread"):
            self._in_text = ui.element("div").classes("hf-in-text").props("role=status")
            self._count = ui.label().classes("hf-count")

    def _show_instructions(self) -> None:
        self._editor.props["choices"] = json.dumps(choices(self._workspace))
        self._editor.props["initial"] = json.dumps([dict(piece) for piece in self._pieces])
        self._editor.props["turn"] = self._editor.props.get("turn", 0) + 1

    async def _name_typed(self, name: str) -> None:
        await self._changed(name=name)

    async def _description_typed(self, description: str) -> None:
        await self._changed(description=description.strip() or None)

    async def _written(self, pieces: list[dict[str, str]]) -> None:
        self._pieces = tuple(Piece.model_validate(piece) for piece in pieces)
        await self._changed(instructions=write_pieces(self._pieces, self._directory).strip())

    async def _changed(self, **fields: Any) -> None:
        self._form = self._form.model_copy(update=fields)
        await self._check()

    async def _check(self) -> None:
        """Show problems, the length, and the saved status."""
        read = await self._configuration.read_job(self._workspace.slug, self._form)
        problems = await self._with_double(read.problems)
        self._reading.show(read)
        self._show_problems(problems)
        self._status.show(self._piece, self._workspace, unsaved=self._unsaved)
        await self._tell_unsaved(self._box)
        news = self._unsaved or bool(self._piece and self._piece.draft)
        self._bar.allow(
            publish=news and not problems,
            save=self._unsaved and not any(p.path == "name" for p in problems),
            discard=bool(self._piece and self._piece.draft),
        )
        self._scenarios.show()
        self._handset.typed()
        if self._piece and self._versions and self._removal:
            await self._versions.show(self._workspace, self._piece, self._form)
            self._removal.show(self._workspace, self._piece, self._etag)

    def _show_problems(self, problems: tuple[PieceProblem, ...]) -> None:
        """Show each problem where it is: at a field, an action or a line; the others aside."""
        shown = [one for one in problems if self._piece or getattr(self._form, one.path, True)]
        for field, control in (("name", self._name), ("description", self._description)):
            control.wrong(next((words(one) for one in shown if one.path == field), ""))
        length = len(self._form.instructions)
        self._count.text = f"{length:,} of {MAX_INSTRUCTIONS:,} characters"
        self._count.classes("over") if length > MAX_INSTRUCTIONS else self._count.classes(
            remove="over"
        )
        own = [one for one in shown if one.path == "instructions"]
        found = placed(self._form.instructions, self._directory, own)
        chips = json.dumps([dict(one) for one in found.on_chips])
        if self._editor.props.get("problems", "[]") != chips:
            self._editor.props["problems"] = chips
        self._in_text.clear()
        with self._in_text:
            for one in found.in_text:
                ui.label(f"Line {one.line}: {words(one)}").classes("hf-error")
        beside = (*_BESIDE, "instructions")
        self._mistakes.show([one for one in shown if one.path not in beside])

    async def _with_double(self, problems: tuple[PieceProblem, ...]) -> tuple[PieceProblem, ...]:
        """Add to ``problems`` that a new job has the name of another one."""
        slug = self._workspace.slug
        name = tidy(self._form.name)
        if self._piece is None and job_piece(await self._configuration.get(slug), name):
            wrong, right = (
                f"a job named “{name}” already exists",
                "Edit that job, or choose another name.",
            )
            problems = (PieceProblem(path="name", wrong=wrong, right=right), *problems)
        return problems

    async def _save_it(self) -> None:
        if await self._keep():
            ui.notify("Draft saved. Calls still use the published version.")
            self._go_on()

    async def _publish_it(self) -> None:
        if not await self._keep():
            return
        try:
            await self._publish(despite_failures=False)
        except ScenariosFailed as failed:
            self._scenarios.take(self._form, failed.results)
            ask_despite(failed, lambda: self._publish(despite_failures=True))
        except (TooExpensive, TooManyWaiting):
            ui.notify("The scenarios take too long. Remove some of them.", type="negative")

    async def _publish(self, *, despite_failures: bool) -> None:
        name, slug = tidy(self._form.name), self._workspace.slug
        before = self._workspace.jobs.get(name)
        publish = self._configuration.publish_job
        if not await self._try(
            lambda: publish(slug, name, expected=self._etag, despite_failures=despite_failures)
        ):
            return
        now = self._workspace.jobs[name].version
        same = before is not None and before.version == now
        ui.notify("Nothing has changed." if same else f"Version {now} is published.")
        if self._is_new:
            self._go_on(published=True)
        else:
            offer_numbers(self._workspace, name)

    async def _keep_conversation(self, events: Sequence[CallEvent]) -> None:
        """Offer to save a conversation as a scenario; a new job is saved as a draft first."""
        if self._piece is not None or await self._keep():
            await self._scenarios.keep(events)

    async def _discard_it(self) -> None:
        if not await permitted("configure"):
            return
        name, slug = self._form.name, self._workspace.slug
        discard = self._configuration.discard_job_draft
        if await self._try(lambda: discard(slug, name, expected=self._etag)):
            if self._piece is None:
                ui.navigate.to("/jobs")
                return
            await self._start_again()

    def _draft(self) -> Awaitable[Workspace]:
        return self._configuration.draft_job(self._workspace.slug, self._form, expected=self._etag)

    @property
    def _is_new(self) -> bool:
        return path() == "/jobs/new"

    @property
    def _kept_as(self) -> str:
        return kept_as(self._form.name) if self._piece else f"new/{parameters().get('like', '')}"

    async def _discard_typed(self) -> None:
        if self._kept is not None and self._is_new:
            self._kept.saved()
            ui.navigate.to("/jobs/new")
        else:
            await super()._discard_typed()

    def _go_on(self, *, published: bool = False) -> None:
        """Open the page of a job that has just been created."""
        if self._is_new:
            self._box.props["data-unsaved"] = False
            ui.navigate.to(editor_of(self._form.name) + ("&published=1" if published else ""))

    async def _look_again(self) -> None:
        await super()._look_again()
        self._editor.props["choices"] = json.dumps(choices(self._workspace))

    def _leave(self) -> None:
        ui.notify(f"The job “{self._form.name}” was deleted or renamed.")
        ui.navigate.to("/jobs")

    def _show_typed(self) -> None:
        self._description.put(self._form.description or "")
        self._show_instructions()

    async def _put_back(self, form: JobForm) -> None:
        """Load an old version into the editor; nothing is saved yet."""
        self._form = form.model_copy(update={"on": self._form.on})
        self._pieces = pieces_of(form.instructions, self._directory)
        self._description.put(form.description or "")
        self._show_instructions()
        await self._check()
