"""Editing a workspace piece by piece, with drafts that change nothing until they are published."""

from collections.abc import Callable, Sequence

from hookflash.domain.workspace.document import DEFAULT_AGENT, WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces import edits as editing
from hookflash.orchestrator.workspaces.changes import Change, changes
from hookflash.orchestrator.workspaces.errors import (
    InvalidChange,
    NotFound,
    PieceProblem,
    WorkspaceExists,
)
from hookflash.orchestrator.workspaces.etags import Target
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.forms import (
    FlowForm,
    InboxForm,
    JobForm,
    MemberForm,
    NumberForm,
    WorkspaceForm,
)
from hookflash.orchestrator.workspaces.preview import FlowPreview, preview
from hookflash.orchestrator.workspaces.repository import (
    NumberTaken,
    RequestedChange,
    WorkspaceRepository,
)

Edit = Callable[[Workspace], RequestedChange]


class WorkspaceEditor:
    """Changes workspaces, each change in one commit, and gives the workspace as it is then.

    ``workspace`` is always an id. With ``expected``, the ETag of the piece as it was read
    (``etag_of(job_piece(…))`` and so on), a change is ``Stale`` if the piece has changed since;
    ``ABSENT`` stands for one that is not to be there, ``ANY`` for whatever is. All raise
    ``NotFound``, and ``InvalidChange`` with every mistake that the workspace would have.
    """

    def __init__(self, workspaces: WorkspaceRepository) -> None:
        self._workspaces = workspaces

    async def create(self, name: str, agent: str = DEFAULT_AGENT) -> Workspace:
        """Set up an empty workspace. Raises ``WorkspaceExists``."""
        try:
            document = document_of(WorkspaceForm(workspace=name, agent=agent))
        except InvalidChange as invalid:
            raise InvalidChange(map(_of_new_workspace, invalid.problems)) from None

        def new(now: Workspace | None) -> RequestedChange:
            if now is not None:
                raise WorkspaceExists(f"there is a workspace “{now.slug}” already")
            return RequestedChange(document)

        await self._workspaces.change(document.slug, new)
        return await self.get(document.slug)

    async def replace(
        self, document: WorkspaceDocument, *, expected: str | None = None
    ) -> tuple[Change, ...]:
        """Make a workspace what ``document`` says, drafts apart; returns what changed, in words.

        ``expected`` is the ETag of its ``form_of``. Raises ``NumberTaken``.
        """
        before: Workspace | None = None

        def decide(now: Workspace | None) -> RequestedChange:
            nonlocal before
            before = now
            Target(document.slug, "workspace", document.slug, expected).check(now)
            return RequestedChange(document)

        events = await self._workspaces.change(document.slug, decide)
        return changes(before, events)

    async def get(self, workspace: str) -> Workspace:
        """The workspace as it is now."""
        found = await self._workspaces.get(workspace)
        if found is None:
            raise NotFound(f"workspace “{workspace}”")
        return found

    async def save_member(
        self, workspace: str, member: MemberForm, *, expected: str | None = None
    ) -> Workspace:
        """Add a member, or change the one of that name."""
        target = Target(workspace, "member", editing.key_of(member), expected)
        return await self._save(target, lambda now: editing.put(now, "members", member))

    async def remove_member(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Let a member go, unless a job or an inbox names them."""
        target = Target(workspace, "member", name, expected)
        return await self._change(target, lambda now: editing.drop(now, "members", name))

    async def save_inbox(
        self, workspace: str, inbox: InboxForm, *, expected: str | None = None
    ) -> Workspace:
        """Open an inbox, or change the one of that name."""
        target = Target(workspace, "inbox", editing.key_of(inbox), expected)
        return await self._save(target, lambda now: editing.put(now, "inboxes", inbox))

    async def remove_inbox(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Close an inbox, unless a job names it."""
        target = Target(workspace, "inbox", name, expected)
        return await self._change(target, lambda now: editing.drop(now, "inboxes", name))

    async def save_number(
        self, workspace: str, number: NumberForm, *, expected: str | None = None
    ) -> Workspace:
        """Connect a number with its flow, or change its registration.

        A known one keeps the registration and flow that are not given. A flow is live at once.
        """
        target = Target(workspace, "number", editing.key_of(number), expected)
        return await self._save(target, lambda now: editing.put_number(now, number))

    async def release_number(
        self, workspace: str, number: str, *, expected: str | None = None
    ) -> Workspace:
        """Give a number (E.164) up, with its flow."""
        target = Target(workspace, "number", number, expected)
        return await self._change(target, lambda now: editing.drop(now, "numbers", number))

    async def list_opt_outs(self, workspace: str, contacts: Sequence[str]) -> Workspace:
        """Put contacts on the list of those not to be texted."""
        return await self._decide(workspace, lambda now: editing.list_opt_outs(now, contacts))

    async def unlist_opt_out(self, workspace: str, contact: str) -> Workspace:
        """Take a contact (E.164) off that list. It opts nobody in: only their own START does."""
        return await self._decide(workspace, lambda now: editing.unlist_opt_out(now, contact))

    async def draft_job(
        self, workspace: str, job: JobForm, *, expected: str | None = None
    ) -> Workspace:
        """Keep a job as it is so far. Nothing live changes, and mistakes may wait."""
        target = Target(workspace, "job", editing.key_of(job), expected)
        return await self._save(target, lambda now: editing.draft_job(now, job))

    async def publish_job(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Make a job's draft its next version. Without a draft nothing happens."""
        target = Target(workspace, "job", name, expected)
        return await self._change(target, lambda now: editing.publish_job(now, name))

    async def discard_job_draft(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Throw a job's draft away; the job too, if it was never published."""
        target = Target(workspace, "job", name, expected)
        return await self._change(target, lambda now: editing.discard_job_draft(now, name))

    async def remove_job(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Take a job and its draft out of the library, unless a call flow names it."""
        target = Target(workspace, "job", name, expected)
        return await self._change(target, lambda now: editing.remove_job(now, name))

    async def switch_job(
        self,
        workspace: str,
        name: str,
        on: bool,  # noqa: FBT001 - a switch has two positions
        *,
        expected: str | None = None,
    ) -> Workspace:
        """Switch a job on or off, live and in its draft."""
        target = Target(workspace, "job", name, expected)
        return await self._change(target, lambda now: editing.switch_job(now, name, on=on))

    async def check_job(self, workspace: str, job: JobForm) -> tuple[PieceProblem, ...]:
        """What would keep ``job`` from being published. Nothing is recorded."""
        return editing.problems(await self.get(workspace), "jobs", job)

    async def draft_flow(
        self, workspace: str, number: str, flow: FlowForm, *, expected: str | None = None
    ) -> Workspace:
        """Keep a number's flow as it is so far. Nothing live changes, and mistakes may wait."""
        target = Target(workspace, "flow", number, expected)
        return await self._change(target, lambda now: editing.draft_flow(now, number, flow))

    async def publish_flow(
        self, workspace: str, number: str, *, expected: str | None = None
    ) -> Workspace:
        """Make the draft of a number's flow live. Without a draft nothing happens."""
        target = Target(workspace, "flow", number, expected)
        return await self._change(target, lambda now: editing.publish_flow(now, number))

    async def discard_flow_draft(
        self, workspace: str, number: str, *, expected: str | None = None
    ) -> Workspace:
        """Throw the draft of a number's flow away."""
        target = Target(workspace, "flow", number, expected)
        return await self._change(target, lambda now: editing.discard_flow_draft(now, number))

    async def preview_flow(self, workspace: str, number: str, flow: FlowForm) -> FlowPreview:
        """What publishing ``flow`` would change, and what keeps it from that."""
        return preview(await self.get(workspace), number, flow)

    async def _change(self, target: Target, edit: Edit) -> Workspace:
        """Make a change to a piece that has to be there."""

        def decide(now: Workspace) -> RequestedChange:
            if not target.is_in(now):
                raise NotFound(target.what)
            target.check(now)
            return edit(now)

        return await self._decide(target.workspace, decide)

    async def _save(self, target: Target, edit: Edit) -> Workspace:
        """Make a change to a piece that is there or will be."""

        def decide(now: Workspace) -> RequestedChange:
            target.check(now)
            return edit(now)

        return await self._decide(target.workspace, decide)

    async def _decide(self, workspace: str, edit: Edit) -> Workspace:
        def decide(now: Workspace | None) -> RequestedChange:
            if now is None:
                raise NotFound(f"workspace “{workspace}”")
            return edit(now)

        try:
            await self._workspaces.change(workspace, decide)
        except NumberTaken as error:
            wrong, right = str(error), "Take another number."
            problem = PieceProblem(path="number", wrong=wrong, right=right)
            raise InvalidChange([problem]) from error
        return await self.get(workspace)


def _of_new_workspace(problem: PieceProblem) -> PieceProblem:
    """The name of a workspace that is created is called ``name``, not ``workspace``."""
    path = "name" if problem.path == "workspace" else problem.path
    return problem.model_copy(update={"path": path})
