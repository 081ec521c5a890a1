"""The voice platform that ``hookflash serve --host-url`` drives, and its secret."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.secret_options import secret_in

if TYPE_CHECKING:
    from hookflash import Clock, Host, Messaging, Recordings, Telephony

SECRET: Final = "HOOKFLASH_HOST_SECRET"  # noqa: S105 - the name of a variable
"""The environment variable with the secret that requests to the host are signed with."""


class LivePorts(NamedTuple):
    """What carries live calls: all ports, or none."""

    telephony: "Telephony | None" = None
    messaging: "Messaging | None" = None
    recordings: "Recordings | None" = None


@asynccontextmanager
async def driving(url: str | None, secret_file: Path | None) -> AsyncIterator[LivePorts]:
    """The ports that drive the host at ``url``; without one, there are none.

    Raises :class:`CommandError` for a URL or a secret that cannot be used.
    """
    if url is None:
        yield LivePorts()
        return
    from hookflash import Host, RandomIds, SystemClock  # noqa: PLC0415 - needs an extra

    secret, source = _secret(secret_file)
    _check(url)
    clock = SystemClock()
    try:
        host = Host(url, secret, clock, RandomIds())
    except ValueError as error:
        raise CommandError(f"{source}: {error}", INVALID) from error
    async with host:
        yield await _ports_of(host, clock)


async def _ports_of(host: "Host", clock: "Clock") -> LivePorts:
    """The telephony and the messaging of ``host`` as it offers them, and its recordings."""
    from hookflash import (  # noqa: PLC0415 - as above
        HostUnavailable,
        HttpMessaging,
        HttpRecordings,
        HttpTelephony,
        InvalidOffers,
        offers_of,
    )

    try:
        offers = await offers_of(host)
    except (HostUnavailable, InvalidOffers) as error:
        raise CommandError(f"--host-url: {error}", INVALID) from error
    return LivePorts(
        HttpTelephony(host, clock, offers.telephony),
        HttpMessaging(host, clock, offers.messaging),
        HttpRecordings(host, clock),
    )


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for one that is none
    except ValueError as error:
        raise CommandError(f"--host-url: {error}", INVALID) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        wrong = "is not the URL of a host; write http://… or https://…"
        raise CommandError(f"--host-url: “{url}” {wrong}", INVALID)


def _secret(file: Path | None) -> tuple[str, str]:
    """The secret of the host, and where it is from."""
    if file is None:
        secret = os.environ.get(SECRET, "").strip()
        if not secret:
            raise CommandError(
                f"--host-url needs the secret that requests are signed with: set {SECRET}, or name "
                "its file with --host-secret-file FILE.",
                INVALID,
            )
        return secret, SECRET
    source = f"--host-secret-file {file}"
    return secret_in(file, source), source
