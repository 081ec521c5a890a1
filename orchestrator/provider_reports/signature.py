"""Verifies a report's signature and age (Standard Webhooks)."""

import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from standardwebhooks.webhooks import (
    EmptyWebhookSecretError,
    Webhook,
    WebhookVerificationError,
)


class Forged(Exception):
    """A report that cannot be trusted: its signature is missing, wrong or expired."""


class Sealed(NamedTuple):
    """A genuine message: its id, and when it was sent by the host's clock, in whole seconds."""

    message_id: str
    sent_at: datetime


class Seal:
    """Verifies messages with the secret shared with the host, ``whsec_…`` or plain base64."""

    def __init__(self, secret: str) -> None:
        """Raises ``ValueError`` if ``secret`` is empty or not base64."""
        try:
            self._webhook = Webhook(secret)
        except (EmptyWebhookSecretError, ValueError, RuntimeError) as error:
            raise ValueError(
                "secret: it is empty or not base64; write it as whsec_ followed by base64"
            ) from error

    def check(self, headers: Mapping[str, str], body: bytes) -> Sealed:
        """Return the id and the time; raises ``Forged`` unless the message is genuine and timely.

        Its timestamp may differ from the current time by at most five minutes.
        """
        try:
            self._webhook.verify(body, dict(headers), json_parse=False)
        except WebhookVerificationError as error:
            raise Forged(str(error)) from error
        except (ValueError, binascii.Error) as error:
            raise Forged("the signature or the body cannot be decoded") from error
        known = {name.lower(): value for name, value in headers.items()}
        sent_at = datetime.fromtimestamp(int(float(known["webhook-timestamp"])), UTC)
        return Sealed(known["webhook-id"], sent_at)
