"""Recordings fetched from a host: what each answer means, and which URLs are asked at all."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook

from hookflash import (
    Fetched,
    FetchRecording,
    Host,
    HttpRecordings,
    NotTaken,
    RandomIds,
    Refused,
    Sound,
    SystemClock,
    Unknown,
)
from tests.rig.recorder import Recorder, recorder
from tests.rig.standin import SECRET

SOUND = b"RIFF and so on"


def fetched(
    server: Recorder, recording: str, *, other_origins: Collection[str] = ()
) -> Fetched | bytes:
    """What fetching ``recording`` from the host gives; the bytes of a sound."""
    request = FetchRecording(
        call_id="office.call.1",
        workspace="office",
        provider_call_id="CA1",
        effect_key="0b5c",
        attempt=1,
        recording=recording,
        seconds=4.0,
    )

    async def main() -> Fetched | bytes:
        async with Host(f"{server.url}/host", SECRET, SystemClock(), RandomIds()) as host:
            recordings = HttpRecordings(host, SystemClock(), other_origins)
            async with recordings.fetch(request) as answer:
                if isinstance(answer, Sound):
                    return b"".join([chunk async for chunk in answer.chunks])
                return answer

    return asyncio.run(main())


def test_a_request_to_the_host_is_signed() -> None:
    """As every other, over its path and query; by a URL, or relative to the host's own."""
    with recorder() as server:
        server.sounds["/host/recordings/1?as=wav"] = SOUND
        for recording in ("recordings/1?as=wav", f"{server.url}/host/recordings/1?as=wav"):
            assert fetched(server, recording) == SOUND
        for path, headers in server.asked:
            at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
            right = Webhook(SECRET).sign(headers["webhook-id"], at, path)
            assert headers["webhook-signature"] == right


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (202, NotTaken),
        (404, NotTaken),
        (429, NotTaken),
        (410, Refused),
        (302, Refused),
        (401, Unknown),
        (500, Unknown),
    ],
)
def test_each_answer_has_a_meaning(status: int, meaning: type) -> None:
    """Not there yet, never, or unclear; the wait that is asked for is kept."""
    with recorder() as server:
        headers = {"Retry-After": "7", "Location": "/host/2"}
        server.answers["/host/1"] = [(status, headers)]
        server.sounds["/host/1"] = server.sounds["/host/2"] = SOUND
        answer = fetched(server, "1")
        assert isinstance(answer, meaning)
        if isinstance(answer, NotTaken):
            assert answer.seconds == 7.0
        assert [path for path, _ in server.asked] == ["/host/1"]


def test_a_host_that_is_away_was_not_asked() -> None:
    """A later attempt may succeed."""
    with recorder() as server:
        pass
    assert isinstance(fetched(server, "1"), NotTaken)


def test_other_origins_are_not_asked() -> None:
    """A forged report cannot have us fetch what only this machine reaches."""
    with recorder() as server, recorder() as inside:
        inside.sounds["/secret"] = SOUND
        port = inside.server_port
        for recording in (
            f"{inside.url}/secret",
            f"//127.0.0.1:{port}/secret",
            f"http://localhost:{server.server_port}/host/1",
            "file:///etc/passwd",
            "ftp://127.0.0.1/secret",
            f"http://127.0.0.1:{server.server_port}@127.0.0.1:{port}/secret",
            "http://[::1",
        ):
            assert isinstance(fetched(server, recording), Refused), recording
        assert (inside.asked, server.asked) == ([], [])


def test_listed_origins_are_asked_without_a_signature() -> None:
    """The signature is for the host alone."""
    with recorder() as server, recorder() as media:
        media.sounds["/1.wav"] = SOUND
        assert fetched(server, f"{media.url}/1.wav", other_origins=[media.url]) == SOUND
        ((_, headers),) = media.asked
        assert not [name for name in headers if name.lower().startswith("webhook-")]


@pytest.mark.parametrize("origin", ["media.example.com", "https://a.example/path", "ftp://a"])
def test_an_origin_is_checked(origin: str) -> None:
    """A path would look as if it restricted what is fetched."""
    with recorder() as server, pytest.raises(ValueError, match="other_origins: "):
        fetched(server, "1", other_origins=[origin])
