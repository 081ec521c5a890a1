"""Recordings, their sound, and their transcriptions."""

import asyncio
import io
import math
import struct
import wave
from typing import Any

from aiohttp import web

from tests.twilio.errors import not_found
from tests.twilio.progress import API_VERSION
from tests.twilio.records import Recording, Transcription
from tests.twilio.rest import calls
from tests.twilio.rest.dates import rfc_2822, within
from tests.twilio.rest.exchanged import Exchanged
from tests.twilio.verbs.recording import new_recording, recording_url, store

HERTZ = 8000
LONGEST_SOUND_SECONDS = 120


def shown(on: Exchanged, recording: Recording) -> dict[str, Any]:
    """The recording as JSON."""
    uri = f"/2010-04-01/Accounts/{on.world.account.sid}/Recordings/{recording.sid}"
    done = recording.status == "completed"
    return {
        "sid": recording.sid,
        "account_sid": on.world.account.sid,
        "api_version": API_VERSION,
        "call_sid": recording.call,
        "conference_sid": recording.conference or None,
        "channels": recording.channels,
        "source": recording.source,
        "status": recording.status,
        "duration": str(recording.seconds) if done else None,
        "error_code": None,
        "encryption_details": None,
        "price": None,
        "price_unit": "USD",
        "start_time": rfc_2822(recording.began),
        "date_created": rfc_2822(recording.began),
        "date_updated": rfc_2822(on.world.now()),
        "media_url": recording_url(on.world, recording),
        "uri": f"{uri}.json",
        "subresource_uris": {
            "add_on_results": f"{uri}/AddOnResults.json",
            "transcriptions": f"{uri}/Transcriptions.json",
        },
    }


def get(on: Exchanged) -> Recording:
    """Return the recording that the path names."""
    sid = on.request.match_info["sid"]
    if sid not in on.world.recordings:
        raise not_found(on.request.path)
    return on.world.recordings[sid]


async def fetch(on: Exchanged) -> dict[str, Any]:
    """One recording."""
    return shown(on, get(on))


async def listed(on: Exchanged) -> dict[str, Any]:
    """The recordings that fit the query, or those of the call that the path names."""
    query = on.request.query
    call = on.request.match_info.get("call") or query.get("CallSid")
    found = [
        recording
        for recording in reversed(on.world.recordings.values())
        if call in (None, recording.call) and within(recording.began, query, "DateCreated")
    ]
    return on.page("recordings", found, lambda recording: shown(on, recording))


async def start(on: Exchanged) -> dict[str, Any]:
    """Record a call from now to its end."""
    leg = calls.get(on)
    recording = new_recording(on.world, leg.sid, "StartCallRecordingAPI", track="both")
    said = len(leg.said)

    async def until_the_end() -> None:
        await asyncio.wait({leg.gone})
        recording.seconds = max(1, round(on.world.now() - recording.began))
        recording.words = " ".join(fact["text"] for fact in leg.said[said:])
        callback = on.form.get("RecordingStatusCallback", "")
        await store(on.world, recording, callback, "POST")

    on.world.tasks.start(until_the_end())
    on.status = 201
    return shown(on, recording)


async def delete(on: Exchanged) -> None:
    """Delete a recording with its transcriptions."""
    recording = get(on)
    del on.world.recordings[recording.sid]
    for sid, each in list(on.world.transcriptions.items()):
        if each.recording == recording.sid:
            del on.world.transcriptions[sid]
    on.world.ledger.write("recording_deleted", recording=recording.sid)


async def media(on: Exchanged) -> web.Response:
    """The sound: a tone as long as the recording."""
    recording = get(on)
    if recording.status != "completed":
        raise not_found(on.request.path)
    on.world.ledger.write("recording_fetched", recording=recording.sid)
    return web.Response(body=tone(recording.seconds), content_type="audio/x-wav")


def tone(seconds: int) -> bytes:
    """Return a WAV of 440 Hz, at most two minutes of it."""
    one = b"".join(
        struct.pack("<h", round(8000 * math.sin(2 * math.pi * 440 * i / HERTZ)))
        for i in range(HERTZ)
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(HERTZ)
        sound.writeframes(one * min(seconds, LONGEST_SOUND_SECONDS))
    return file.getvalue()


def transcription_shown(on: Exchanged, one: Transcription) -> dict[str, Any]:
    """The transcription as JSON."""
    account = on.world.account.sid
    return {
        "sid": one.sid,
        "account_sid": account,
        "api_version": API_VERSION,
        "recording_sid": one.recording,
        "transcription_text": one.text,
        "status": one.status,
        "duration": str(one.seconds),
        "type": "fast",
        "price": None,
        "price_unit": "USD",
        "date_created": rfc_2822(one.created),
        "date_updated": rfc_2822(one.created),
        "uri": f"/2010-04-01/Accounts/{account}/Transcriptions/{one.sid}.json",
    }


def transcription(on: Exchanged) -> Transcription:
    """Return the transcription that the path names."""
    sid = on.request.match_info["tid"]
    if sid not in on.world.transcriptions:
        raise not_found(on.request.path)
    return on.world.transcriptions[sid]


async def fetch_transcription(on: Exchanged) -> dict[str, Any]:
    """One transcription."""
    return transcription_shown(on, transcription(on))


async def delete_transcription(on: Exchanged) -> None:
    """Delete a transcription."""
    del on.world.transcriptions[transcription(on).sid]


async def list_transcriptions(on: Exchanged) -> dict[str, Any]:
    """The transcriptions, or those of the recording that the path names."""
    recording = on.request.match_info.get("sid")
    every = reversed(on.world.transcriptions.values())
    found = [each for each in every if recording in (None, each.recording)]
    return on.page("transcriptions", found, lambda each: transcription_shown(on, each))
