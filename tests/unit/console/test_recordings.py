"""Recordings in the console: the player, and the route that it reads."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from hookflash import KeptRecording, NotFound
from hookflash.domain.call import events as e
from hookflash.domain.erasure.erase import erase_call
from hookflash.domain.event import Actor
from hookflash.orchestrator.console import recordings
from hookflash.orchestrator.console.call_transcript import transcript
from hookflash.orchestrator.console.conversation import by_call
from hookflash.orchestrator.console.security import policy
from hookflash.orchestrator.console.session import COOKIE
from hookflash.orchestrator.http.exception_handlers import answer_faults
from tests.cast import CALL, CALLER, NOON
from tests.contract.integrity.stories import left_a_message
from tests.unit.console.test_conversation import item, thread

KEY = "5b2f8a0e-6c1d-5e4f-9a3b-7c8d9e0f1a2b"
SOUND = b"RIFF and so on"


class Sessions:
    """A cookie is the name of the workspace that it signs in to."""

    async def asker(self, cookie: str) -> SimpleNamespace | None:
        """Who asks; None without a session."""
        return SimpleNamespace(workspace=cookie) if cookie else None


class Center:
    """Has one recording, of the dentist."""

    async def recording(self, workspace: str, effect_key: str) -> KeptRecording:
        """Find it."""
        if (workspace, effect_key) != ("harbor-dental", KEY):
            raise NotFound("recording")
        return KeptRecording(
            workspace=workspace,
            call_id=CALL,
            effect_key=KEY,
            content_type="audio/wav",
            size=len(SOUND),
            sha256="5d41",
            kept_at=NOON,
        )

    async def recording_sound(self, _: KeptRecording, start: int, end: int) -> AsyncIterator[bytes]:
        """Its bytes."""
        yield SOUND[start:end]


def test_a_session_hears_the_recordings_of_its_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    """In whole and in part; no other workspace, and no one without a session."""
    console = SimpleNamespace(sessions=Sessions(), center=Center())
    monkeypatch.setattr(recordings, "running", lambda: console)
    app = FastAPI()
    answer_faults(app)
    app.include_router(recordings.router)

    async def check() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:

            async def asked(workspace: str, **headers: str) -> httpx.Response:
                cookie = {"Cookie": f"{COOKIE}={workspace}"} if workspace else {}
                path = f"/console/recordings/{KEY}"
                return await client.get(path, headers={**cookie, **headers})

            whole = await asked("harbor-dental")
            assert (whole.content, whole.headers["Content-Type"]) == (SOUND, "audio/wav")
            part = await asked("harbor-dental", Range="bytes=5-7")
            assert (part.status_code, part.content) == (206, SOUND[5:8])
            assert (await asked("sunny-cafe")).status_code == 404
            none = await asked("")
            assert (none.status_code, none.content) == (401, b"")

    asyncio.run(check())
    assert "media-src 'self';" in policy()


@pytest.mark.parametrize(
    ("sound", "shown"),
    [
        ("kept", f'src="/console/recordings/{KEY}"'),
        ("awaited", "The recording is being fetched."),
        ("lost", "The recording could not be kept: HTTP 410."),
        ("expired", "The recording has expired and was deleted."),
        ("erased", "The recording was deleted."),
        ("", "This recording was not kept."),
    ],
)
def test_the_inbox_says_what_became_of_a_recording(sound: str, shown: str) -> None:
    """With a player if it can be played, and the transcript in any case."""
    known = {"key": KEY, "recording": "simulated:1", "sound": sound, "sound_reason": "HTTP 410"}
    left = item("voicemail", 9, status="recorded", body="Call me", seconds=5, **known)
    ((_, told),) = by_call(thread(item("call", 1), left))
    assert shown in told
    assert ("<audio" in told) == (sound == "kept")
    assert "Call me" in told


def test_a_recording_that_is_elsewhere_is_a_link() -> None:
    """The page loads nothing from other servers: that is up to the person."""
    there = "https://media.example/1"
    left = item("voicemail", 9, status="recorded", seconds=5, key=KEY, recording=there)
    ((_, told),) = by_call(thread(item("call", 1), left))
    assert f'href="{there}"' in told
    assert 'rel="noopener noreferrer"' in told
    assert "<audio" not in told


def test_a_call_is_heard_where_its_message_was_left() -> None:
    """On its page, in the conversation; not once its caller was erased."""
    told = left_a_message(CALL, keep=True)
    (recorded,) = (event for event in told if isinstance(event, e.VoicemailRecorded))
    kept = e.RecordingKept(
        call_id=CALL,
        position=len(told) + 1,
        at=NOON + timedelta(minutes=9),
        by=Actor.SYSTEM,
        cause="kept",
        effect_key=recorded.effect_key,
        content_type="audio/wav",
        size=3,
        sha256="5d41",
    )
    events: list[e.CallEvent] = [*told, kept]
    gone = list(erase_call(events, CALLER, "erased-1"))
    plays = [key for key, shown in transcript(events) if "<audio" in shown]
    assert plays == [str(recorded.position)]
    assert not any("<audio" in shown for _, shown in transcript(gone))
