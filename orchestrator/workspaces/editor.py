"""Edits a workspace piece by piece; drafts change nothing live until they are published."""

from collections.abc import Mapping, Sequence
from typing import Final

from hookflash.domain.job.job import Job
from hookflash.domain.policy.phone import e164
from hookflash.domain.workspace.document import DEFAULT_AGENT, WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.pacing import in_slices
from hookflash.orchestrator.workspaces import edits
from hookflash.orchestrator.workspaces.carrier_limits import check_change
from hookflash.orchestrator.workspaces.carrier_offers import unscreened_by
from hookflash.orchestrator.workspaces.changes import changes
from hookflash.orchestrator.workspaces.errors import (
    InvalidChange,
    NotFound,
    PieceProblem,
    WorkspaceExists,
)
from hookflash.orchestrator.workspaces.etags import Target
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.file.untrusted import Kind
from hookflash.orchestrator.workspaces.forms import (
    CarrierForm,
    FlowForm,
    InboxForm,
    MemberForm,
    NumberForm,
    WorkspaceForm,
)
from hookflash.orchestrator.workspaces.job_editor import JobEditor
from hookflash.orchestrator.workspaces.preview import FlowPreview, preview
from hookflash.orchestrator.workspaces.region_limits import check_reach
from hookflash.orchestrator.workspaces.repository import (
    RequestedChange,
    with_kept_steps,
)
from hookflash.orchestrator.workspaces.warnings import MAX_WARNINGS, Applied

MAX_CHANGES: Final = 1_000
"""How many pieces and opt-outs one document may change at once, if it was sent over HTTP."""
_NUMBERS_AT_ONCE: Final = 20


class WorkspaceEditor(JobEditor):
    """Changes workspaces, each change in one commit, and returns the resulting workspace.

    ``workspace`` is always an id. ``expected`` is the ETag of the piece when it was read
    (``etag_of(job_piece(…))`` and so on): the change raises ``Stale`` if the piece has changed
    since. ``ABSENT`` expects that the piece does not exist, ``ANY`` that it exists in any state.
    Every method raises ``NotFound`` for an unknown workspace or piece, and ``InvalidChange`` with
    every problem that the workspace would have, or with what the change adds beyond the carrier's
    ``limits`` or the workspace's regions.
    """

    async def create(self, name: str, agent: str = DEFAULT_AGENT) -> Workspace:
        """Create an empty workspace. Raises ``WorkspaceExists``."""
        try:
            document = document_of(WorkspaceForm(workspace=name, agent=agent))
        except InvalidChange as invalid:
            raise InvalidChange(map(_of_new_workspace, invalid.problems)) from None

        async def new(now: Workspace | None) -> RequestedChange:
            if now is not None:
                raise WorkspaceExists(f"workspace “{now.slug}” already exists")
            return RequestedChange(document)

        await self._workspaces.change(document.slug, new)
        return await self.get(document.slug)

    async def read(self, workspace: str, content: bytes, kind: Kind) -> WorkspaceDocument:
        """Read a document that was sent for ``workspace``: ``kind`` is ``json`` or ``yaml``.

        It is read in a process of its own. Jobs whose instructions are unchanged keep their steps.
        Raises ``InvalidWorkspace``, ``TooExpensive`` if that takes too much time or memory,
        ``TooManyWaiting`` and ``SideProcessFailed``.
        """
        stored = await self.stored_jobs(workspace)
        return await self._reader.read(workspace, content, kind, stored)

    async def replace(
        self, document: WorkspaceDocument, *, expected: str | None = None, most: int | None = None
    ) -> Applied:
        """Replace a workspace, except its drafts, with ``document``; describes what that did.

        Warnings follow the changes. ``expected`` is the ETag of the workspace's ``saved_form_of``.
        Raises ``NumberTaken``, and ``TooManyChanges`` if more than ``most`` pieces would change.
        """
        before = await self._workspaces.get(document.slug)
        kept = await with_kept_steps(before, document) if before else document
        read = await self._reader.actions(kept)

        async def decide(now: Workspace | None) -> RequestedChange:
            nonlocal before
            before = now
            Target(document.slug, "workspace", document.slug, expected).check(now)
            check_change(None, document, self._limits())
            check_reach(now, document)
            return RequestedChange(document, most=most)

        events = await self._workspaces.change(document.slug, decide)
        done = changes(before, events)
        warned = dict.fromkeys((*read.warnings, *unscreened_by(kept, self._limits())))
        found = tuple(warned)[:MAX_WARNINGS]
        return Applied(changes=done, warnings=found, actions=read.actions)

    async def stored_jobs(self, workspace: str) -> Mapping[str, Job]:
        """Return the live jobs of a workspace by name; none if there is no such workspace."""
        found = await self._workspaces.get(workspace)
        return found.jobs if found else {}

    async def save_carrier(
        self, workspace: str, carrier: CarrierForm, *, expected: str | None = None
    ) -> Workspace:
        """Add a carrier, or change the one with that name; requests from now on go through it."""
        target = Target(workspace, "carrier", edits.key_of(carrier), expected)
        return await self._save(target, lambda now: edits.put_carrier(now, carrier))

    async def remove_carrier(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Remove a carrier; refused while a number has it."""
        target = Target(workspace, "carrier", name, expected)
        return await self._change(target, lambda now: edits.drop_carrier(now, name))

    async def save_member(
        self, workspace: str, member: MemberForm, *, expected: str | None = None
    ) -> Workspace:
        """Add a member, or change the member with that name."""
        target = Target(workspace, "member", edits.key_of(member), expected)
        return await self._save(target, lambda now: edits.put(now, "members", member))

    async def remove_member(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Remove a member; refused while a job or an inbox refers to them."""
        target = Target(workspace, "member", name, expected)
        return await self._change(target, lambda now: edits.drop(now, "members", name))

    async def save_inbox(
        self, workspace: str, inbox: InboxForm, *, expected: str | None = None
    ) -> Workspace:
        """Add an inbox, or change the inbox with that name."""
        target = Target(workspace, "inbox", edits.key_of(inbox), expected)
        return await self._save(target, lambda now: edits.put(now, "inboxes", inbox))

    async def remove_inbox(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Remove an inbox; refused while a job refers to it."""
        target = Target(workspace, "inbox", name, expected)
        return await self._change(target, lambda now: edits.drop(now, "inboxes", name))

    async def save_number(
        self, workspace: str, number: NumberForm, *, expected: str | None = None
    ) -> Workspace:
        """Add a number with its call flow, or change it.

        On an existing number, an omitted registration, language, carrier or flow keeps its value. A
        flow is live at once.
        """
        target = Target(workspace, "number", edits.key_of(number), expected)
        return await self._save(target, lambda now: edits.put_number(now, number))

    async def release_number(
        self, workspace: str, number: str, *, expected: str | None = None
    ) -> Workspace:
        """Release a number (E.164) and its flow."""
        target = Target(workspace, "number", number, expected)
        return await self._change(target, lambda now: edits.drop(now, "numbers", number))

    async def list_opt_outs(self, workspace: str, contacts: Sequence[str]) -> Workspace:
        """Add contacts to the opt-out list: they are no longer texted."""
        numbers = edits.read_contacts(await in_slices(map(e164, contacts), _NUMBERS_AT_ONCE))
        return await self._decide(workspace, lambda now: edits.list_opt_outs(now, numbers))

    async def unlist_opt_out(self, workspace: str, contact: str) -> Workspace:
        """Remove a contact (E.164) from that list; only their own START opts them in again."""
        return await self._decide(workspace, lambda now: edits.unlist_opt_out(now, contact))

    async def draft_flow(
        self, workspace: str, number: str, flow: FlowForm, *, expected: str | None = None
    ) -> Workspace:
        """Save a number's flow as a draft, even with mistakes. Nothing live changes."""
        target = Target(workspace, "flow", number, expected)
        return await self._change(target, lambda now: edits.draft_flow(now, number, flow))

    async def publish_flow(
        self, workspace: str, number: str, *, expected: str | None = None
    ) -> Workspace:
        """Publish the draft of a number's flow. Without a draft nothing changes."""
        target = Target(workspace, "flow", number, expected)
        return await self._change(target, lambda now: edits.publish_flow(now, number))

    async def discard_flow_draft(
        self, workspace: str, number: str, *, expected: str | None = None
    ) -> Workspace:
        """Discard the draft of a number's flow."""
        target = Target(workspace, "flow", number, expected)
        return await self._change(target, lambda now: edits.discard_flow_draft(now, number))

    async def preview_flow(self, workspace: str, number: str, flow: FlowForm) -> FlowPreview:
        """Return what publishing ``flow`` would change, and the problems that prevent it."""
        now = await self.get(workspace)
        if number not in now.flows:
            raise NotFound(f"number “{number}”")
        try:
            await self._requested(now, edits.put_flow(now, number, flow))
        except InvalidChange as invalid:
            return preview(now, number, flow, invalid.problems)
        return preview(now, number, flow, ())


def _of_new_workspace(problem: PieceProblem) -> PieceProblem:
    """Report a problem with the name under ``name``, as creation calls it, not ``workspace``."""
    path = "name" if problem.path == "workspace" else problem.path
    return problem.model_copy(update={"path": path})
