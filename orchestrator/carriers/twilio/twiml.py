"""The TwiML documents that move a call. Each is complete: the next one is fetched by its URL."""

from datetime import datetime
from typing import Final

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from hookflash.domain.call.effects import HandOver, PlayVoicemail, RingPhones, Speech
from hookflash.domain.call.events.transfers import Leg
from hookflash.orchestrator.carriers.twilio.links import Links

LISTEN_SECONDS: Final = 10
"""How long one ``<Gather>`` waits for words or a key."""
PARKED_SECONDS: Final = 5
"""How long a call waits in silence until it asks again what to do."""
KEY_SECONDS: Final = 8
"""How long a member has to press 1."""
LONGEST_MESSAGE_SECONDS: Final = 120
EXTERNAL_SECONDS: Final = 60
"""How long an external number rings."""
LANGUAGES: Final = {"en": "en-US", "es": "es-US"}
"""Twilio's names of the languages that calls have."""


class Documents:
    """Writes the documents of one carrier."""

    def __init__(self, links: Links, voice: str, *, relay: bool, transcribe: bool) -> None:
        self._links = links
        self._voice = voice or None
        self._relay = relay
        self._transcribe = transcribe

    def listen(self, language: str, turn: str) -> str:
        """Hear the caller; ``turn`` is new each time, so that repeated callbacks can be told."""
        if self._relay:
            return self._connect(language)
        response = VoiceResponse()
        response.append(
            Gather(
                input="speech dtmf",
                action=self._links.to("heard", turn=turn),
                action_on_empty_result=True,
                timeout=LISTEN_SECONDS,
                speech_timeout="auto",
                num_digits=1,
                finish_on_key="",
                language=_language(language),
            )
        )
        return str(response)

    def _connect(self, language: str) -> str:
        response = VoiceResponse()
        response.connect(action=self._links.to("relay-over")).conversation_relay(
            url=self._links.socket("relay"),
            language=_language(language),
            voice=self._voice,
            dtmf_detection=True,
            partial_prompts=True,
            interruptible="any",
            report_input_during_agent_speech="any",
            events="speaker-events tokens-played",
        )
        return str(response)

    def say(self, speech: Speech, at: datetime, language: str) -> str:
        """Say ``speech``, then report that it was said."""
        response = VoiceResponse()
        response.say(speech.text, voice=self._voice, language=_language(language))
        about = {"speech": speech.id, "chars": str(len(speech.text)), "at": at.isoformat()}
        response.redirect(self._links.to("next", **about), method="POST")
        return str(response)

    def park(self, seconds: int = PARKED_SECONDS) -> str:
        """Wait for a decision."""
        response = VoiceResponse()
        response.pause(length=seconds)
        response.redirect(self._links.to("next"), method="POST")
        return str(response)

    def ring(self, request: RingPhones) -> str:
        """Ring all phones; each asks before it gets the caller."""
        dial, call = self._dial(request.ring_seconds, request), request.provider_call_id
        for leg in request.legs:
            page = "accept" if leg.accept == "press_1" else "screen"
            about = {"leg": leg.leg, "of": str(len(request.legs)), "call": call}
            self._phone(dial, call, leg, self._links.to(page, **about))
        return _only(dial)

    def wait_in_room(self, room: str) -> str:
        """Have the caller wait in a conference; they are asked after once they leave it."""
        return self._in_room(room, self._links.to("left"))

    def join_room(self, room: str) -> str:
        """Connect a phone with the caller who waits there."""
        return self._in_room(room, None)

    def _in_room(self, room: str, action: str | None) -> str:
        """The conference ends with either of the two."""
        dial = Dial(action=action)
        dial.conference(
            room, beep="false", start_conference_on_enter=True, end_conference_on_exit=True
        )
        return _only(dial)

    def hand_over(self, request: HandOver) -> str:
        """Ring an external number: nobody decides who it is that answers."""
        dial = self._dial(EXTERNAL_SECONDS, request)
        self._phone(dial, request.provider_call_id, request.destination, None)
        return _only(dial)

    def press_1(self, words: str, language: str, about: dict[str, str]) -> str:
        """Ask a member to press 1; hang up if they do not. ``about`` says which phone it is."""
        response = VoiceResponse()
        gather = Gather(
            input="dtmf",
            num_digits=1,
            timeout=KEY_SECONDS,
            action=self._links.to("accepted", **about),
        )
        gather.say(words, voice=self._voice, language=_language(language))
        response.append(gather)
        response.hangup()
        return str(response)

    def voicemail(self, request: PlayVoicemail, language: str) -> str:
        """Play the greeting, then record."""
        key, response = request.effect_key, VoiceResponse()
        greeting = request.mailbox.greeting
        response.say(greeting, voice=self._voice, language=_language(language))
        transcribing = self._transcribe and language == "en"
        callback = self._links.to("transcript", key=key) if transcribing else None
        response.record(
            action=self._links.to("recorded", key=key),
            max_length=LONGEST_MESSAGE_SECONDS,
            play_beep=True,
            recording_status_callback=self._links.to("recording", key=key),
            recording_status_callback_event="completed absent",
            transcribe=True if transcribing else None,
            transcribe_callback=callback,
        )
        response.redirect(self._links.to("recorded", key=key), method="POST")
        return str(response)

    def _dial(self, seconds: int, request: RingPhones | HandOver) -> Dial:
        return Dial(
            timeout=seconds,
            caller_id=request.caller_id or request.number,
            action=self._links.to("dialed", key=request.effect_key),
        )

    def _phone(self, dial: Dial, call: str, leg: Leg, page: str | None) -> None:
        told = {
            "status_callback": self._links.to("leg", leg=leg.leg, call=call),
            "status_callback_event": "ringing answered completed",
            "url": page,
        }
        address = dialed(leg)
        (dial.sip if address.startswith("sip") else dial.number)(address, **told)


def hang_up() -> str:
    """End the call."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def reject() -> str:
    """Do not take the call."""
    response = VoiceResponse()
    response.reject()
    return str(response)


def busy() -> str:
    """Do not take the call: the caller hears that the line is busy."""
    response = VoiceResponse()
    response.reject(reason="busy")
    return str(response)


def nothing() -> str:
    """Go on with what comes after: connect a phone that was screened."""
    return str(VoiceResponse())


def dialed(leg: Leg) -> str:
    """What is dialled for a phone: a SIP address, or a number."""
    return leg.address if leg.address.startswith(("sip:", "sips:")) else leg.phone


def _only(dial: Dial) -> str:
    response = VoiceResponse()
    response.append(dial)
    return str(response)


def _language(language: str) -> str:
    return LANGUAGES.get(language, language)
