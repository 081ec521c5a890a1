"""Signs messages as Standard Webhooks specifies."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime

from hookflash.orchestrator.webhooks.outgoing.envelope import CONTENT_TYPE, Message


def signed_headers(message: Message, secrets: Iterable[str], at: datetime) -> dict[str, str]:
    """Return the headers for sending ``message`` at ``at``, with one signature per secret."""
    from standardwebhooks import Webhook  # noqa: PLC0415 - an extra

    signatures = (Webhook(secret).sign(message.id, at, message.body) for secret in secrets)
    return {
        "Content-Type": CONTENT_TYPE,
        "webhook-id": message.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def as_secret(random_hex: str) -> str:
    """Turn random bits in hex into a signing secret: ``whsec_`` and base64."""
    return f"whsec_{b64encode(bytes.fromhex(random_hex)).decode()}"
