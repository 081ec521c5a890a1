"""The complete desired state of a workspace, validated, as ``hookflash apply`` takes it."""

from typing import Any, Final

from pydantic import Field

from hookflash.domain.flow.flow import Flow
from hookflash.domain.job.job import Job
from hookflash.domain.policy.limits import UTC, Limits
from hookflash.domain.value import Value
from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.language import DEFAULT_LANGUAGE
from hookflash.domain.workspace.names import slug
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member
from hookflash.domain.workspace.precautions import Precautions

DEFAULT_AGENT: Final = "Sona"


class WorkspaceDocument(Value):
    """The complete desired state: applying it removes whatever it does not contain.

    ``flows`` holds one flow per number, by E.164 form. Versions of jobs and flows are ignored: the
    log assigns them. ``opt_outs`` are contacts (E.164) who opted out of texts outside Hookflash.
    ``time_zone`` is an IANA name such as ``America/New_York``. ``scenarios`` are those of each job
    that names any: other jobs keep what they have, and an empty tuple removes it.
    """

    name: str
    agent: str = DEFAULT_AGENT
    language: str = DEFAULT_LANGUAGE
    """In which the agent and its callers speak; a number may have another."""
    carriers: tuple[Carrier, ...] = ()
    members: tuple[Member, ...] = ()
    inboxes: tuple[Inbox, ...] = ()
    numbers: tuple[BusinessNumber, ...] = ()
    flows: dict[str, Flow] = Field(default_factory=dict)
    jobs: tuple[Job, ...] = ()
    scenarios: dict[str, tuple[dict[str, Any], ...]] = Field(default_factory=dict)
    opt_outs: tuple[str, ...] = ()
    limits: Limits = Limits()
    time_zone: str = UTC
    precautions: Precautions = Precautions()

    @property
    def slug(self) -> str:
        """The id of the described workspace."""
        return slug(self.name)
