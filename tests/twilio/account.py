"""The account that a stand-in serves, and its phone numbers."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Number:
    """A number of the account. ``registration`` is what the carrier checks see of it."""

    number: str
    sid: str = ""
    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    status_callback: str = ""
    sms_url: str = ""
    sms_method: str = "POST"
    capabilities: dict[str, bool] = field(
        default_factory=lambda: {"voice": True, "sms": True, "mms": True, "fax": False}
    )
    messaging_service: str = ""
    trunk: str = ""
    voice_application: str = ""
    rejection: str = ""
    registration: str = "VERIFIED"


@dataclass
class Account:
    """Credentials and habits of the account.

    ``algorithm`` and ``signing_key`` say how callbacks are signed; ``HMAC_SHA256`` names itself
    in a header, as newer accounts do. ``advanced_opt_out`` adds ``OptOutType`` to inbound texts,
    and ``keywords`` are the account's own, in capitals, with what each means.
    ``deferring``: messaging services leave inbound texts to the webhook of the number.
    ``largest_memory`` is how many finished calls and texts are remembered.
    """

    sid: str = "AC00000000000000000000000000000001"
    token: str = "standin-token"  # noqa: S105 - a test secret
    algorithm: str = "HMAC_SHA1"
    signing_key: str = "webhooks_sharedkey_0001"
    signing_secret: str = ""
    advanced_opt_out: bool = False
    keywords: dict[str, str] = field(default_factory=dict)
    largest_memory: int = 20_000
    seed: str = "0"
    numbers: dict[str, Number] = field(default_factory=dict)
    line_types: dict[str, str] = field(default_factory=dict)
    campaigns: dict[str, str] = field(default_factory=dict)
    status: str = "active"
    deferring: bool = True
    unknown: frozenset[str] = frozenset()

    def secret(self) -> str:
        """What callbacks are signed with: the shared key's secret, or the auth token."""
        return self.signing_secret or self.token

    def add(self, number: str, **settings: Any) -> Number:
        """Add ``number``, or change the settings of one that is there."""
        known = self.numbers.setdefault(number, Number(number))
        for name, value in settings.items():
            if not hasattr(known, name):
                raise ValueError(f"a number has no setting {name!r}")
            setattr(known, name, value)
        return known
