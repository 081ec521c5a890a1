"""Signs requests to a host with Twilio's own validator."""

from collections.abc import Mapping

from twilio.request_validator import (
    HMAC_SHA1,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
)

from tests.twilio.account import Account


def signature(account: Account, url: str, params: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that sign a request: ``params`` are those of its form, if it has one."""
    signer = RequestValidator(account.secret())
    signed = signer.compute_signature(url, dict(params), account.algorithm)
    headers = {SIGNATURE_HEADER: signed}
    if account.algorithm != HMAC_SHA1:
        named = f"key={account.signing_key},algorithm={account.algorithm}"
        headers[SIGNATURE_SETTINGS_HEADER] = named
    return headers
