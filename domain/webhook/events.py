"""Events of a workspace's webhook endpoints. They share one stream, ``<slug>.webhooks``.

They contain signing secrets in clear text, since signing needs them, so they are never published.
"""

from typing import ClassVar, Final

from pydantic import AwareDatetime, Field

from hookflash.domain.event import Event

DIRECTORY: Final = "directory.webhooks"
"""The stream that lists the workspaces that ever had an endpoint; it belongs to none of them."""


def webhook_stream(workspace: str) -> str:
    """The stream of a workspace's endpoints."""
    return f"{workspace}.webhooks"


class WebhooksOpened(Event):
    """``workspace`` got its first endpoint. Delivery workers discover workspaces by this event."""

    TOPIC: ClassVar[str] = "directory.webhooks_opened.v1"

    workspace: str

    @property
    def stream(self) -> str:
        """``directory.webhooks``."""
        return DIRECTORY


class WebhookEvent(Event):
    """A change to one endpoint of ``workspace``; ``endpoint`` is its id."""

    workspace: str
    endpoint: str

    @property
    def stream(self) -> str:
        """``<workspace>.webhooks``."""
        return webhook_stream(self.workspace)


class WebhookSaved(WebhookEvent):
    """An endpoint was created or changed. Without ``topics`` it receives every event."""

    TOPIC: ClassVar[str] = "workspace.webhook_saved.v1"

    url: str
    description: str
    topics: tuple[str, ...]
    enabled: bool


class WebhookSecretIssued(WebhookEvent):
    """``secret`` signs from now on; earlier ones sign as well until ``others_until``."""

    TOPIC: ClassVar[str] = "workspace.webhook_secret_issued.v1"

    secret: str = Field(repr=False)
    others_until: AwareDatetime


class WebhookDisabled(WebhookEvent):
    """Hookflash switched the endpoint off; nothing is sent until it is enabled again."""

    TOPIC: ClassVar[str] = "workspace.webhook_disabled.v1"

    reason: str


class WebhookRemoved(WebhookEvent):
    """The endpoint was removed, together with its secrets and its undelivered events."""

    TOPIC: ClassVar[str] = "workspace.webhook_removed.v1"
