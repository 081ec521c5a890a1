"""Checks that a request comes from Twilio, by its signature over the exact URL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import (
    HMAC_SHA1,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from hookflash.orchestrator.carriers.twilio.links import REPEAT

BODY_HASH: Final = "bodySHA256"


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

        A field that comes more than once is signed with all its values: ``form`` then has
        ``getlist``. ``url`` is the public one, not the one that a proxy asked for. Twilio may
        sign it with the fragment that repeats callbacks.
        """
        given = headers.get(SIGNATURE_HEADER, "")
        algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER, "")).upper()
        secret = self.token if algorithm == HMAC_SHA1 else self.signing or self.token
        if not given.isascii():
            return False
        hashed = BODY_HASH in parse_qs(urlsplit(url).query)
        signed: Mapping[str, str] | str = body if hashed else form
        validator = RequestValidator(secret)
        return any(validator.validate(one, signed, given, algorithm) for one in (url, url + REPEAT))
