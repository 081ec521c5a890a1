"""What a host offers, and how a host is understood that does not tell."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from hookflash import (
    Host,
    HostOffers,
    HostUnavailable,
    InvalidOffers,
    MessagingOffers,
    RandomIds,
    SystemClock,
    TelephonyOffers,
    offers_of,
)
from tests.rig.http import Reply, Request, address, serve
from tests.rig.scaled_time import run_scaled
from tests.rig.standin import SECRET
from tests.servers.ports import free_ports

Handle = Callable[[Request], Awaitable[Reply | None]]
FIRST_PROTOCOL = HostOffers(
    telephony=TelephonyOffers(
        speaks=True,
        playback="none",
        transfers=True,
        largest_group=None,
        recordings=False,
        transcripts=False,
        find_call=False,
    ),
    messaging=MessagingOffers(
        idempotent_seconds=0,
        can_search=True,
        texts=True,
        inbound_texts=False,
        opt_out_replies=False,
    ),
)
"""What a host that does not serve ``GET /offers`` is taken to offer."""


def asked(*replies: Reply | None) -> tuple[HostOffers, list[str]]:
    """Ask a host that answers with ``replies``, the last one again and again."""
    heard: list[str] = []

    async def answer(request: Request) -> Reply | None:
        heard.append(f"{request.method} {request.target}")
        return replies[min(len(heard), len(replies)) - 1]

    async def main() -> HostOffers:
        server = await serve(answer)
        try:
            async with Host(address(server), SECRET, SystemClock(), RandomIds()) as host:
                return await offers_of(host)
        finally:
            server.close()

    return run_scaled(main(), 40.0), heard


def test_a_host_tells_what_it_offers() -> None:
    """What it does not mention is as for the first protocol; fields of a later one are ignored."""
    said = {
        "telephony": {"playback": "reports", "largest_group": 3, "find_call": True, "faxes": 1},
        "messaging": {"texts": False, "idempotent_seconds": 60},
        "carrier_pigeons": True,
    }
    offers, heard = asked(Reply(200, said))
    assert heard == ["GET /offers"]
    assert offers.telephony == TelephonyOffers(playback="reports", largest_group=3, find_call=True)
    assert offers.messaging == MessagingOffers(texts=False, idempotent_seconds=60)


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_host_without_offers_speaks_the_first_protocol(status: int) -> None:
    """A complete answer: such a host transfers and texts, and offers nothing else."""
    offers, heard = asked(Reply(status))
    assert (offers, len(heard)) == (FIRST_PROTOCOL, 1)


def test_a_host_that_answers_late_is_asked_again() -> None:
    """While it starts, a connection may break and a proxy may answer in its place."""
    offers, heard = asked(None, Reply(503), Reply(200, {"messaging": {"texts": False}}))
    assert offers.messaging.texts is False
    assert len(heard) == 3


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"telephony": {"transfers": "yes"}}, "telephony.transfers: Input should be a valid bool"),
        ({"telephony": {"playback": "often"}}, "telephony.playback: Input should be 'reports'"),
        ({"telephony": {"largest_group": 0}}, "telephony.largest_group: Input should be greater"),
        ({"messaging": {"idempotent_seconds": -1}}, "messaging.idempotent_seconds: Input should"),
        ({"messaging": []}, "messaging: Input should be an object"),
    ],
)
def test_offers_that_cannot_be_read_are_refused(said: dict[str, Any], wrong: str) -> None:
    """The message names the host and the field."""
    with pytest.raises(InvalidOffers, match=r"http://127\.0\.0\.1.*GET /offers") as error:
        asked(Reply(200, said))
    assert wrong in str(error.value)


def test_a_host_that_does_not_accept_the_request_is_not_asked_again() -> None:
    """The message tells what to check."""
    with pytest.raises(HostUnavailable, match=r"HTTP 401; check the URL, and that both sides"):
        asked(Reply(401))


def test_a_host_that_is_away_is_named() -> None:
    """After a few tries; without the password in its URL."""
    (port,) = free_ports(1)

    async def main() -> None:
        url = f"http://user:secret@127.0.0.1:{port}"
        async with Host(url, SECRET, SystemClock(), RandomIds()) as host:
            await offers_of(host)

    with pytest.raises(HostUnavailable, match=r"http://127\.0\.0\.1.*start the host") as error:
        run_scaled(main(), 40.0)
    assert "secret" not in str(error.value)
    assert type(error.value) is HostUnavailable
    assert isinstance(error.value.__cause__, httpx.ConnectError)
