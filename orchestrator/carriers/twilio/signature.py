"""Checks that a request comes from Twilio, by its signature over the exact URL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from twilio.request_validator import (
    HMAC_SHA1,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from hookflash.orchestrator.carriers.twilio.links import REPEAT

BODY_HASH: Final = "bodySHA256="


@dataclass(frozen=True)
class Signatures:
    """Validates with the auth token, or with the shared key if the request names its algorithm."""

    account: str
    token: str
    signing: str = ""

    def valid(
        self, url: str, headers: Mapping[str, str], form: Mapping[str, str], body: str = ""
    ) -> bool:
        """Whether ``url`` was signed with ``form``, or with the hash of a ``body`` that is JSON.

        ``url`` is the public one, not the one that a proxy asked for. Twilio may sign it with the
        fragment that repeats callbacks.
        """
        given = headers.get(SIGNATURE_HEADER, "")
        algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER, "")).upper()
        secret = self.token if algorithm == HMAC_SHA1 else self.signing or self.token
        if not given.isascii():
            return False
        signed: Mapping[str, str] | str = body if BODY_HASH in url else dict(form)
        validator = RequestValidator(secret)
        return any(validator.validate(one, signed, given, algorithm) for one in (url, url + REPEAT))
