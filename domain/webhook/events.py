"""What happens to a workspace's webhook endpoints. All stand in one stream, ``<slug>.webhooks``.

They hold secrets in the clear, which is what signing takes: they are told to nobody outside.
"""

from typing import ClassVar, Final

from pydantic import AwareDatetime, Field

from hookflash.domain.event import Event

DIRECTORY: Final = "directory.webhooks"
"""The stream that names the workspaces which have had an endpoint; it stands outside them all."""


def webhook_stream(workspace: str) -> str:
    """Where a workspace's endpoints stand."""
    return f"{workspace}.webhooks"


class WebhooksOpened(Event):
    """``workspace`` got its first endpoint; whoever delivers finds it by this."""

    TOPIC: ClassVar[str] = "directory.webhooks_opened.v1"

    workspace: str

    @property
    def stream(self) -> str:
        """``directory.webhooks``."""
        return DIRECTORY


class WebhookEvent(Event):
    """A change to one endpoint of ``workspace``, by its id."""

    workspace: str
    endpoint: str

    @property
    def stream(self) -> str:
        """``<workspace>.webhooks``."""
        return webhook_stream(self.workspace)


class WebhookSaved(WebhookEvent):
    """An endpoint was made or changed. Without ``topics`` it is sent everything."""

    TOPIC: ClassVar[str] = "workspace.webhook_saved.v1"

    url: str
    description: str
    topics: tuple[str, ...]
    enabled: bool


class WebhookSecretIssued(WebhookEvent):
    """From now on ``secret`` signs; those before it do until ``others_until``, beside it."""

    TOPIC: ClassVar[str] = "workspace.webhook_secret_issued.v1"

    secret: str = Field(repr=False)
    others_until: AwareDatetime


class WebhookDisabled(WebhookEvent):
    """Nothing is sent any more until somebody switches it on again."""

    TOPIC: ClassVar[str] = "workspace.webhook_disabled.v1"

    reason: str


class WebhookRemoved(WebhookEvent):
    """The endpoint is gone, with its secrets and whatever waited for it."""

    TOPIC: ClassVar[str] = "workspace.webhook_removed.v1"
