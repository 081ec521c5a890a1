"""What may happen to a workspace. Its events are one stream: ``<slug>.workspace``."""

from typing import ClassVar

from hookflash.domain.event import Event
from hookflash.domain.flow.draft import FlowDraft
from hookflash.domain.flow.flow import Flow
from hookflash.domain.job.draft import JobDraft
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member


class WorkspaceEvent(Event):
    """A change to the workspace whose id is ``workspace``."""

    workspace: str

    @property
    def stream(self) -> str:
        """``<slug>.workspace``."""
        return f"{self.workspace}.workspace"


class WorkspaceSaved(WorkspaceEvent):
    """The workspace, or its agent, got its name."""

    TOPIC: ClassVar[str] = "workspace.saved.v1"
    name: str
    agent: str


class MemberSaved(WorkspaceEvent):
    """A member joined, or something about them changed."""

    TOPIC: ClassVar[str] = "workspace.member_saved.v1"
    member: Member


class MemberRemoved(WorkspaceEvent):
    """A member left, and with that every inbox they were in."""

    TOPIC: ClassVar[str] = "workspace.member_removed.v1"
    name: str


class InboxSaved(WorkspaceEvent):
    """A shared inbox was opened or changed."""

    TOPIC: ClassVar[str] = "workspace.inbox_saved.v1"
    inbox: Inbox


class InboxRemoved(WorkspaceEvent):
    """A shared inbox was closed."""

    TOPIC: ClassVar[str] = "workspace.inbox_removed.v1"
    name: str


class JobSaved(WorkspaceEvent):
    """A new version of a job was saved."""

    TOPIC: ClassVar[str] = "workspace.job_saved.v1"
    job: Job


class JobRemoved(WorkspaceEvent):
    """A job left the library. Calls that began with it keep it."""

    TOPIC: ClassVar[str] = "workspace.job_removed.v1"
    name: str


class JobDrafted(WorkspaceEvent):
    """Somebody wrote on a job, without publishing it. What is live stays as it is."""

    TOPIC: ClassVar[str] = "workspace.job_drafted.v1"
    draft: JobDraft


class JobDraftDiscarded(WorkspaceEvent):
    """The draft of a job was thrown away."""

    TOPIC: ClassVar[str] = "workspace.job_draft_discarded.v1"
    name: str


class NumberSaved(WorkspaceEvent):
    """A business number was connected, or its registration changed."""

    TOPIC: ClassVar[str] = "workspace.number_saved.v1"
    number: BusinessNumber


class NumberReleased(WorkspaceEvent):
    """A business number (E.164) was given up, and its flow with it."""

    TOPIC: ClassVar[str] = "workspace.number_released.v1"
    number: str


class FlowPublished(WorkspaceEvent):
    """A version of a number's call flow went live."""

    TOPIC: ClassVar[str] = "workspace.flow_published.v1"
    number: str
    flow: Flow


class FlowDrafted(WorkspaceEvent):
    """Somebody rearranged a number's call flow, without publishing it."""

    TOPIC: ClassVar[str] = "workspace.flow_drafted.v1"
    number: str
    draft: FlowDraft


class FlowDraftDiscarded(WorkspaceEvent):
    """The draft of a number's call flow was thrown away."""

    TOPIC: ClassVar[str] = "workspace.flow_draft_discarded.v1"
    number: str


class OptOutsListed(WorkspaceEvent):
    """Contacts (E.164) were put on the workspace's list of those not to be texted."""

    TOPIC: ClassVar[str] = "workspace.opt_outs_listed.v1"
    contacts: tuple[str, ...]


class OptOutsUnlisted(WorkspaceEvent):
    """Contacts were taken off that list. It opts nobody in: only their own START does."""

    TOPIC: ClassVar[str] = "workspace.opt_outs_unlisted.v1"
    contacts: tuple[str, ...]
