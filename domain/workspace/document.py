"""What a workspace is to be: the whole of it, checked, as one applies it."""

from typing import Final

from pydantic import Field

from hookflash.domain.flow.flow import Flow
from hookflash.domain.job.job import Job
from hookflash.domain.value import Value
from hookflash.domain.workspace.names import slug
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member

DEFAULT_AGENT: Final = "Sona"


class WorkspaceDocument(Value):
    """A workspace in full: what is not in it is to be removed.

    Versions in it mean nothing; the log numbers them. ``flows`` has one for each number, by its
    E.164 form. ``opt_outs`` are contacts (E.164) who asked elsewhere not to be texted.
    """

    name: str
    agent: str = DEFAULT_AGENT
    members: tuple[Member, ...] = ()
    inboxes: tuple[Inbox, ...] = ()
    numbers: tuple[BusinessNumber, ...] = ()
    flows: dict[str, Flow] = Field(default_factory=dict)
    jobs: tuple[Job, ...] = ()
    opt_outs: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The id of the workspace this describes."""
        return slug(self.name)
