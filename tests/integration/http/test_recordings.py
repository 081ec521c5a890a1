"""Kept recordings over HTTP: whose they are, and ranges."""

import wave
from io import BytesIO
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.integration.http.conftest import Api
from tests.integration.http.test_answers import in_office
from tests.integration.http.test_test_calls import left_a_message

CAFE: Final = "sunny-cafe"


def test_a_recording_is_sent_whole(folder: Path) -> None:
    """As sound, cached for one user, under its hash."""

    async def check(api: Api) -> None:
        path = f"/v1/recordings/{await left_a_message(api)}"
        done = await api.ask("GET", path, role="read")
        assert (done.status_code, done.headers["Content-Type"]) == (200, "audio/wav")
        assert done.headers["Cache-Control"] == "private, no-cache"
        assert (done.headers["Accept-Ranges"], done.headers["X-Content-Type-Options"]) == (
            "bytes",
            "nosniff",
        )
        with wave.open(BytesIO(done.content)) as sound:
            assert sound.getnframes() / sound.getframerate() > 1.0
        head = await api.ask("HEAD", path, role="read")
        assert (head.status_code, head.content) == (200, b"")
        for name in ("ETag", "Content-Length", "Content-Type"):
            assert head.headers[name] == done.headers[name]
        known = {"If-None-Match": done.headers["ETag"]}
        same = await api.ask("GET", path, role="read", headers=known)
        assert (same.status_code, same.content) == (304, b"")

    in_office(folder, check)


def test_a_waveform_is_sent(folder: Path) -> None:
    """As long as the recording; another workspace has no such recording."""

    async def check(api: Api) -> None:
        path = f"/v1/recordings/{await left_a_message(api)}/waveform"
        for _ in range(2):
            told = (await api.ask("GET", path, role="read")).json()
            assert told["seconds"] > 1.0
            assert max(told["peaks"]) > 10
        assert (await api.ask("GET", path, workspace=CAFE)).status_code == 404

    in_office(folder, check)


def test_a_part_is_sent(folder: Path) -> None:
    """206, or 416 beyond the end; what cannot be read as one range gives the whole."""

    async def check(api: Api) -> None:
        path = f"/v1/recordings/{await left_a_message(api)}"
        whole = (await api.ask("GET", path)).content
        size = len(whole)

        async def part(range_: str, **headers: str) -> httpx.Response:
            return await api.ask("GET", path, headers={"Range": range_, **headers})

        for asked, start, end in (
            ("bytes=0-99", 0, 100),
            ("bytes=100-", 100, size),
            ("bytes=-50", size - 50, size),
            (f"bytes=0-{size * 2}", 0, size),
            (f"bytes=-{size * 2}", 0, size),
            (f"Bytes={size - 1}-{size - 1}", size - 1, size),
        ):
            done = await part(asked)
            assert (done.status_code, done.content) == (206, whole[start:end]), asked
            assert done.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
            assert done.headers["Content-Length"] == str(end - start)
        for asked in (f"bytes={size}-", "bytes=-0"):
            done = await part(asked)
            assert (done.status_code, done.json()["status"]) == (416, 416), asked
            assert done.headers["Content-Range"] == f"bytes */{size}"
        for asked in ("bytes=0-1,5-6", "bytes=9-5", "lines=0-1", "bytes=", "bytes=-", "bytes=a-b"):
            done = await part(asked)
            assert (done.status_code, done.content) == (200, whole), asked
        head = await api.ask("HEAD", path, headers={"Range": "bytes=0-99"})
        assert (head.status_code, head.headers["Content-Length"]) == (206, "100")

    in_office(folder, check)


def test_a_part_of_another_recording_is_not_continued(folder: Path) -> None:
    """With If-Range, the range counts only for the ETag that the client has."""

    async def check(api: Api) -> None:
        path = f"/v1/recordings/{await left_a_message(api)}"
        whole = await api.ask("GET", path)
        for had, status in ((whole.headers["ETag"], 206), ('"other"', 200), ("W/x", 200)):
            headers = {"Range": "bytes=0-9", "If-Range": had}
            assert (await api.ask("GET", path, headers=headers)).status_code == status

    in_office(folder, check)


def test_recordings_are_those_of_the_keys_workspace(folder: Path) -> None:
    """Another workspace gets the same 404 as for one that is nowhere; a key is needed."""

    async def check(api: Api) -> None:
        key = await left_a_message(api)
        theirs = await api.ask("GET", f"/v1/recordings/{key}", workspace=CAFE)
        nowhere = await api.ask("GET", f"/v1/recordings/{key[:-1]}x", workspace=CAFE)
        assert (theirs.status_code, nowhere.status_code) == (404, 404)
        assert theirs.json()["detail"].replace(key, "") == nowhere.json()["detail"].replace(
            f"{key[:-1]}x", ""
        )
        assert (await api.ask("HEAD", f"/v1/recordings/{key}", workspace=CAFE)).status_code == 404
        assert (await api.ask("GET", f"/v1/recordings/{key}", role=None)).status_code == 401

    in_office(folder, check)


@pytest.mark.parametrize(
    "key",
    ["..%2F..%2Fhttp.db", "..", "%2e%2e/harbor-dental", "harbor-dental%2Fx", "%00", "a" * 5_000],
)
def test_a_key_is_no_path(folder: Path, key: str) -> None:
    """It is looked up among the voicemails, and only there."""

    async def check(api: Api) -> None:
        assert (await api.ask("GET", f"/v1/recordings/{key}")).status_code in (404, 422)

    in_office(folder, check)


def test_a_store_that_is_away_is_said_to_be(folder: Path) -> None:
    """503 before anything was sent; also if the object is missing."""

    async def check(api: Api) -> None:
        path = f"/v1/recordings/{await left_a_message(api)}"
        api.recordings.fails = True
        done = await api.ask("GET", path)
        assert (done.status_code, done.headers["Retry-After"]) == (503, "60")
        api.recordings.fails = False
        api.recordings.objects.clear()
        assert (await api.ask("GET", path)).status_code == 503

    in_office(folder, check)


def test_an_erased_recording_is_gone(folder: Path) -> None:
    """From the store and over HTTP, whatever a browser has in its cache."""

    async def check(api: Api) -> None:
        path = f"/v1/recordings/{await left_a_message(api)}"
        etag = (await api.ask("GET", path)).headers["ETag"]
        (erasure,) = await api.center.erase("+12025550147", operator="Kim")
        assert (erasure.deleted, api.recordings.objects) == (1, {})
        done = await api.ask("GET", path, headers={"If-None-Match": etag})
        assert done.status_code == 404

    in_office(folder, check)
