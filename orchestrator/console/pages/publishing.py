"""The dialogs around publishing a job: scenarios that fail, and a number to attach it to."""

from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import urlencode

from nicegui import ui

from hookflash import InvalidChange, NotFound, ScenariosFailed, Stale
from hookflash.domain.job.job import MAX_JOBS_PER_AGENT_STEP
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Button, Link
from hookflash.orchestrator.console.current import permitted
from hookflash.orchestrator.console.dialogs import closer
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.workspaces.etags import etag_of, flow_piece
from hookflash.orchestrator.workspaces.forms import StepForm

Publish = Callable[[], Awaitable[None]]


def ask_despite(failed: ScenariosFailed, publish: Publish) -> None:
    """Ask whether to publish although scenarios fail; ``publish`` is called if so."""
    wrong = [one for one in failed.results if not one.passed]
    fail = "fails" if len(wrong) == 1 else "fail"
    title = f"{len(wrong)} of {len(failed.results)} scenarios {fail} on this draft"
    with ui.dialog(value=True) as dialog, ui.card().classes("hf-dialog"):
        dialog.on("hide", dialog.delete)
        ui.label(title).classes("hf-h2").props("role=heading aria-level=2")
        with ui.element("ul").classes("hf-failing"):
            for one in wrong:
                with ui.element("li"):
                    ui.label(one.name).classes("hf-strong")
                    for failure in one.failures:
                        ui.label(f"{failure[:1].upper()}{failure[1:]}").classes("hf-error")

        async def go_on() -> None:
            dialog.close()
            await publish()

        with ui.element("div").classes("hf-bar"):
            Button("Go back", closer(dialog))
            Button("Publish all the same", go_on, "quiet danger")


def offer_numbers(workspace: Workspace, job: str) -> None:
    """Offer to attach a job that has just been published, if no call flow uses it."""
    flows = workspace.flows
    if not flows or any(job in flow.agent.jobs for flow in flows.values()):
        return
    with ui.dialog(value=True) as dialog, ui.card().classes("hf-dialog"):
        dialog.on("hide", dialog.delete)
        title = f"Which calls should use “{job}”?"
        ui.label(title).classes("hf-h2").props("role=heading aria-level=2")
        ui.label("It is published, and no number uses it yet.").classes("hf-faint")
        for number, flow in flows.items():
            full = len(flow.agent.jobs) >= MAX_JOBS_PER_AGENT_STEP
            with ui.element("div").classes("hf-bar spread"):
                ui.label(format_number(number)).classes("hf-numeric hf-strong")
                if full or number in workspace.flow_drafts:
                    why = "has ten jobs" if full else "has a draft"
                    Link(f"Open its flow ({why})", f"/flow?{urlencode({'number': number})}")
                else:
                    attach = partial(_attach, workspace.slug, number, job, dialog)
                    Button("Attach to this number", attach, "small")
        Button("Not now", closer(dialog), "quiet")


async def _attach(slug: str, number: str, job: str, dialog: ui.dialog) -> None:
    """Add the job to the end of the number's live flow, and publish that."""
    if not await permitted("configure"):
        return
    edit = running().center.workspaces
    piece = flow_piece(await edit.get(slug), number)
    if piece is None or piece.draft is not None:
        ui.notify("That call flow has changed meanwhile. Attach the job there.", type="negative")
        return
    steps = tuple(
        {kind: _with_job(step, job) for kind, step in entry.items()} for entry in piece.live
    )
    try:
        drafted = await edit.draft_flow(slug, number, steps, expected=etag_of(piece))
        await edit.publish_flow(slug, number, expected=etag_of(flow_piece(drafted, number)))
    except (InvalidChange, NotFound, Stale) as error:
        ui.notify(str(error), type="negative")
        return
    dialog.close()
    ui.notify(f"The next call to {format_number(number)} uses “{job}”.")


def _with_job(step: StepForm, job: str) -> StepForm:
    if step.jobs is None:
        return step
    return step.model_copy(update={"jobs": (*step.jobs, job)})
