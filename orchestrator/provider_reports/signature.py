"""Checks the signature of a report, and its age."""

import binascii
from collections.abc import Mapping

from standardwebhooks.webhooks import (
    EmptyWebhookSecretError,
    Webhook,
    WebhookVerificationError,
)


class Forged(Exception):
    """A report without a valid signature, or with one that is too old."""


class Seal:
    """The secret shared with the host, ``whsec_…`` or plain base64, after Standard Webhooks."""

    def __init__(self, secret: str) -> None:
        """Raises ``ValueError`` for a secret that cannot be used."""
        try:
            self._webhook = Webhook(secret)
        except (EmptyWebhookSecretError, ValueError, RuntimeError) as error:
            raise ValueError("secret: write it as whsec_ and base64, and not empty") from error

    def check(self, headers: Mapping[str, str], body: bytes) -> str:
        """The message id, if the signature is valid and at most 5 minutes old; else ``Forged``."""
        try:
            self._webhook.verify(body, dict(headers), json_parse=False)
        except WebhookVerificationError as error:
            raise Forged(str(error)) from error
        except (ValueError, binascii.Error) as error:
            raise Forged("the signature, or the body, is not readable") from error
        return next(value for name, value in headers.items() if name.lower() == "webhook-id")
