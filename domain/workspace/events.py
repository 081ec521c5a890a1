"""Events of a workspace's configuration. They share one stream, ``<slug>.workspace``."""

from typing import Any, ClassVar

from hookflash.domain.event import Event
from hookflash.domain.flow.draft import FlowDraft
from hookflash.domain.flow.flow import Flow
from hookflash.domain.job.draft import JobDraft
from hookflash.domain.job.job import Job
from hookflash.domain.policy.limits import UTC, Limits
from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member
from hookflash.domain.workspace.precautions import Precautions


class WorkspaceEvent(Event):
    """A change to the workspace whose id is ``workspace``."""

    workspace: str

    @property
    def stream(self) -> str:
        """``<slug>.workspace``."""
        return f"{self.workspace}.workspace"


class WorkspaceSaved(WorkspaceEvent):
    """The workspace or its agent was named, or its language set."""

    TOPIC: ClassVar[str] = "workspace.saved.v1"
    name: str
    agent: str
    language: str = "en"


class LimitsSaved(WorkspaceEvent):
    """The workspace's limits against abuse, and the time zone in which days are counted."""

    TOPIC: ClassVar[str] = "workspace.limits_saved.v1"
    limits: Limits
    time_zone: str = UTC


class CarrierSaved(WorkspaceEvent):
    """A carrier was added or changed. Its settings name secrets, and never contain one."""

    TOPIC: ClassVar[str] = "workspace.carrier_saved.v1"
    carrier: Carrier


class CarrierRemoved(WorkspaceEvent):
    """A carrier was removed."""

    TOPIC: ClassVar[str] = "workspace.carrier_removed.v1"
    name: str


class MemberSaved(WorkspaceEvent):
    """A member was added or changed."""

    TOPIC: ClassVar[str] = "workspace.member_saved.v1"
    member: Member


class MemberRemoved(WorkspaceEvent):
    """A member was removed, and with that from every inbox."""

    TOPIC: ClassVar[str] = "workspace.member_removed.v1"
    name: str


class InboxSaved(WorkspaceEvent):
    """A shared inbox was added or changed."""

    TOPIC: ClassVar[str] = "workspace.inbox_saved.v1"
    inbox: Inbox


class InboxRemoved(WorkspaceEvent):
    """A shared inbox was removed."""

    TOPIC: ClassVar[str] = "workspace.inbox_removed.v1"
    name: str


class JobSaved(WorkspaceEvent):
    """A new version of a job was saved."""

    TOPIC: ClassVar[str] = "workspace.job_saved.v1"
    job: Job


class JobRemoved(WorkspaceEvent):
    """A job was removed from the library. Calls that started with it keep it."""

    TOPIC: ClassVar[str] = "workspace.job_removed.v1"
    name: str


class JobDrafted(WorkspaceEvent):
    """A job's draft was saved. The live version is unchanged."""

    TOPIC: ClassVar[str] = "workspace.job_drafted.v1"
    draft: JobDraft


class JobDraftDiscarded(WorkspaceEvent):
    """The draft of a job was discarded."""

    TOPIC: ClassVar[str] = "workspace.job_draft_discarded.v1"
    name: str


class JobRenamed(WorkspaceEvent):
    """A job got another name, and with it its draft, its scenarios and the flows that use it.

    Calls that started before keep the name that it had.
    """

    TOPIC: ClassVar[str] = "workspace.job_renamed.v1"
    name: str
    new_name: str


class JobScenariosSaved(WorkspaceEvent):
    """The scenarios of a job were saved, in place of those before; each is one of a test file."""

    TOPIC: ClassVar[str] = "workspace.job_scenarios_saved.v1"
    name: str
    scenarios: tuple[dict[str, Any], ...]


class NumberSaved(WorkspaceEvent):
    """A business number was added, or its registration changed."""

    TOPIC: ClassVar[str] = "workspace.number_saved.v1"
    number: BusinessNumber


class NumberReleased(WorkspaceEvent):
    """A business number (E.164) was released, and its call flow with it."""

    TOPIC: ClassVar[str] = "workspace.number_released.v1"
    number: str


class FlowPublished(WorkspaceEvent):
    """A version of a number's call flow went live."""

    TOPIC: ClassVar[str] = "workspace.flow_published.v1"
    number: str
    flow: Flow


class FlowDrafted(WorkspaceEvent):
    """The draft of a number's call flow was saved. The live version is unchanged."""

    TOPIC: ClassVar[str] = "workspace.flow_drafted.v1"
    number: str
    draft: FlowDraft


class FlowDraftDiscarded(WorkspaceEvent):
    """The draft of a number's call flow was discarded."""

    TOPIC: ClassVar[str] = "workspace.flow_draft_discarded.v1"
    number: str


class PrecautionsSaved(WorkspaceEvent):
    """The workspace's quiet hours or its words in an emergency were changed."""

    TOPIC: ClassVar[str] = "workspace.precautions_saved.v1"
    precautions: Precautions


class OptOutsListed(WorkspaceEvent):
    """Contacts (E.164) were added to the workspace's opt-out list."""

    TOPIC: ClassVar[str] = "workspace.opt_outs_listed.v1"
    contacts: tuple[str, ...]


class OptOutErased(WorkspaceEvent):
    """A contact was erased from the opt-out list, in all events before; it stays opted out.

    A process that remembers the list has to read the workspace from its beginning.
    """

    TOPIC: ClassVar[str] = "workspace.opt_out_erased.v1"


class OptOutsUnlisted(WorkspaceEvent):
    """Contacts were removed from that list. Their own streams say what that lifts."""

    TOPIC: ClassVar[str] = "workspace.opt_outs_unlisted.v1"
    contacts: tuple[str, ...]
