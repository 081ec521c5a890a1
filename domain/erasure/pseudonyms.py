"""Replaces personal data in a call's commands: equal values get equal, fictional stand-ins."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from hookflash.domain.call import commands as c
from hookflash.domain.call.deciding.confirmation import KEYS
from hookflash.domain.erasure.agent_sayings import AGENT_SAID, plain_report, plain_speech
from hookflash.domain.erasure.erase import without_words
from hookflash.domain.policy.contact_key import is_number
from hookflash.domain.policy.phone import is_textable
from hookflash.domain.policy.speech.answer import Answer, answer, arrival
from hookflash.domain.policy.speech.emergency import is_emergency
from hookflash.domain.policy.speech.goodbye import is_farewell
from hookflash.domain.policy.speech.languages import base_of
from hookflash.domain.policy.speech.opting_out import opts_out
from hookflash.domain.policy.speech.reading import Reading, trusted
from hookflash.domain.policy.speech.recording import objects_to_recording
from hookflash.domain.policy.speech.request import asks_for_text

SAYINGS: Final = (
    "Yes, please.",
    "No, thank you.",
    "Well, let me see.",
    "I got it.",
    "It did not arrive.",
    "Please transfer me.",
    "Never mind.",
    "Could you text me that?",
    "No. It arrived.",
    "No, please text me instead.",
    "Yes, please text it to me.",
    "It did not arrive. Could you text it to me again?",
    "My house is on fire.",
    "Stop texting me.",
    "Don't text me.",
    "I don't want to be recorded.",
    "Thank you, goodbye.",
    "Yes, thank you.",
)
"""Stock phrases that cover nearly every way in which a caller's words can be understood."""
SPANISH_SAYINGS: Final = (
    "Sí, por favor.",
    "No, gracias.",
    "A ver.",
    "Ya me llegó.",
    "No me ha llegado.",
    "Páseme, por favor.",
    "Olvídelo.",
    "¿Me lo puede mandar?",
    "No. Ya llegó.",
    "No, mándeme un mensaje.",
    "Sí, por favor, mándemelo.",
    "No me ha llegado. ¿Me lo puede mandar otra vez?",
    "Mi casa se está quemando.",
    "No quiero más mensajes.",
    "No quiero mensajes.",
    "No quiero que me graben.",
    "Gracias, adiós.",
    "Sí, gracias.",
)
AREAS: Final = ("202", "212", "303", "312", "404", "415", "503", "512", "602", "617")
"""Area codes; in each of them 555-0100 to 555-0199 are reserved for fiction."""
NO_NUMBER: Final = "sip:caller@example.invalid"
"""Stands for every caller id that is not a number."""
CALLER_LEFT: Final = "[what the caller left]"

_NUMBER: Final = re.compile(r"\+\d{7,15}")
_IDS: Final = frozenset({"id", "call_id", "effect_key", "leg", "about", "provider_call_id"})


class Waiting(NamedTuple):
    """Words that wait for the playback of a question, and what stands for them."""

    real: str = ""
    stand_in: str = ""
    language: str = "en"
    """The language of the call."""


NOTHING_WAITS: Final = Waiting()


def plain_words(said: str, about: str, waiting: Waiting = NOTHING_WAITS) -> str:
    """The stock phrase understood most like ``said``, also together with words that wait.

    ``about`` is the name that the open question asked about; empty if there is none.
    """
    language = waiting.language
    whole = answer(f"{waiting.real} {said}", about, language)
    meaning = (*_beside(said), whole, *_meaning(said, about, language))

    def agreement(other: str) -> list[bool]:
        together = answer(f"{waiting.stand_in} {other}", language=language)
        return _agreement(meaning, (*_beside(other), together, *_meaning(other, "", language)))

    return max(SPANISH_SAYINGS if base_of(language) == "es" else SAYINGS, key=agreement)


def plain_reading(reading: Reading, words: str, stand_in: str) -> Reading:
    """A reading of ``stand_in`` that says what ``reading`` says about ``words``."""
    holds = trusted(reading, words) is not Answer.UNCLEAR
    return reading.model_copy(update={"words": stand_in, "quote": stand_in if holds else ""})


def _meaning(said: str, about: str, language: str) -> tuple[object, ...]:
    return (
        answer(said, about, language),
        arrival(said, language),
        asks_for_text(said, language),
        is_farewell(said),
    )


def _beside(said: str) -> tuple[object, ...]:
    """What words mean that the core answers itself, whatever else they say."""
    return is_emergency(said), opts_out(said), objects_to_recording(said)


def _agreement(one: tuple[object, ...], other: tuple[object, ...]) -> list[bool]:
    """How far two meanings agree, for comparison; what comes first weighs most."""
    return [one == other, *(a == b for a, b in zip(one, other, strict=True))]


class Pseudonyms:
    """The stand-ins used in one call."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def replace(
        self, command: c.Command, about: str, waiting: Waiting = NOTHING_WAITS
    ) -> c.Command:
        """Replace the words, numbers and names in ``command``.

        ``about`` is the real name that the open question asks about; empty if there is none.
        ``waiting``: words that were said before, and wait to be judged.
        """
        words = _WORDS.get(type(command))
        if isinstance(command, c.HearCaller):
            spoken = _heard(command, about, waiting)
        else:
            spoken = words(command) if words is not None else {}
        data = command.model_dump(exclude=set(spoken))
        return type(command).model_validate({**self._fields(data), **spoken})

    def _fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {
            key: value if key in _IDS else self._value(key, value) for key, value in fields.items()
        }

    def _value(self, key: str, value: Any) -> Any:
        match value:
            case {"owner": str(), "greeting": str()}:
                return {"owner": self._value("name", value["owner"]), "greeting": "[greeting]"}
            case dict():
                return self._fields(value)
            case list() | tuple():
                return [self._value(key, item) for item in value]
            case str() if key == "contact" and not is_number(value):
                return NO_NUMBER
            case str():
                replaced = _NUMBER.sub(lambda found: self._number(found[0]), value)
                return self._name(value) if key == "name" and replaced == value else replaced
            case _:
                return value

    def _number(self, number: str) -> str:
        """The fictional number for a real one; textable if and only if the real one is."""
        count = len(self._numbers)
        area = AREAS[count // 100 % len(AREAS)]
        textable = f"+1{area}55501{count % 100:02d}"
        fictional = textable if is_textable(number) else f"+442079460{count % 1000:03d}"
        return self._numbers.setdefault(number, fictional)

    def _name(self, name: str) -> str:
        """Another name of the same length, so that a question takes as long to say."""
        number = len(self._names) + 1
        longer = f"Name {number}"
        stand_in = longer if len(name) >= len(longer) else f"N{number}"
        return self._names.setdefault(name, stand_in.ljust(len(name), "x"))


def _received(_: c.ReceiveCall) -> dict[str, Any]:
    return {"from_received": "", "to_received": ""}


def _heard(command: c.HearCaller, about: str, waiting: Waiting) -> dict[str, Any]:
    text = plain_words(command.text, about, waiting)
    if command.reading is None:
        return {"text": text, "reading": None}
    real = f"{waiting.real} {command.text}" if waiting.real else command.text
    stand_in = f"{waiting.stand_in} {text}" if waiting.stand_in else text
    return {"text": text, "reading": plain_reading(command.reading, real, stand_in)}


def _pressed(command: c.PressDigits) -> dict[str, Any]:
    """Keep only digits that answer a question: others may be a card number."""
    return {"digits": command.digits if command.digits in KEYS else "0"}


def _texted(command: c.HearText) -> dict[str, Any]:
    return {"body": CALLER_LEFT if command.body else ""}


def _failed(command: c.FailAgent) -> dict[str, Any]:
    """A fallback line decides nothing: it is Hookflash that says it."""
    return {"fallback": AGENT_SAID if command.fallback else ""}


def _called(command: c.CallTool) -> dict[str, Any]:
    facts = without_words(command.texting) if command.texting else None
    return {"arguments": dict.fromkeys(command.arguments, "[argument]"), "texting": facts}


def _attempted(command: c.Attempt) -> dict[str, Any]:
    return {"texting": without_words(command.texting) if command.texting else None}


def _recorded(command: c.ReportVoicemail) -> dict[str, Any]:
    return {"recording": "[recording]", "transcript": CALLER_LEFT if command.transcript else ""}


def _transcribed(_: c.ReportTranscript) -> dict[str, Any]:
    return {"transcript": CALLER_LEFT}


_WORDS: Final[Mapping[type[c.Command], Callable[[Any], dict[str, Any]]]] = {
    c.ReceiveCall: _received,
    c.HearText: _texted,
    c.PressDigits: _pressed,
    c.Speak: plain_speech,
    c.ReportAgentWords: plain_report,
    c.FailAgent: _failed,
    c.CallTool: _called,
    c.Attempt: _attempted,
    c.ReportVoicemail: _recorded,
    c.ReportTranscript: _transcribed,
}
