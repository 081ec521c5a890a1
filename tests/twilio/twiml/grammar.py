"""What TwiML may contain, read from Twilio's own classes: their methods, and what those make."""

import inspect
from dataclasses import dataclass, field
from functools import cache

from twilio.twiml import TwiML
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse


@dataclass
class Element:
    """What one element may contain."""

    name: str
    attributes: frozenset[str] = frozenset()
    text: bool = False
    children: dict[str, "Element"] = field(default_factory=dict)


Known = dict[tuple[type, frozenset[str]], Element]


@cache
def voice() -> Element:
    """The ``<Response>`` to a call."""
    return _element(VoiceResponse(), {})


@cache
def messaging() -> Element:
    """The ``<Response>`` to a text."""
    return _element(MessagingResponse(), {})


def _element(node: TwiML, known: Known) -> Element:
    key = (type(node), frozenset(node.attrs))
    if key not in known:
        known[key] = Element(node.name, frozenset(node.attrs), text=node.value is not None)
        for child in _children(node):
            made = _element(child, known)
            known[key].children[made.name] = made
    return known[key]


def _children(node: TwiML) -> list[TwiML]:
    methods = [name for name in vars(type(node)) if not name.startswith("__")]
    return [_made(node, name) for name in methods]


def _made(node: TwiML, method: str) -> TwiML:
    """Call ``method`` with every argument that it names, and return the element that it makes."""
    parameters = inspect.signature(getattr(type(node)(*_needed(node)), method)).parameters
    named = [p.name for p in parameters.values() if p.kind is not p.VAR_KEYWORD]
    made: TwiML = getattr(node, method)(**dict.fromkeys(named, "en-US"))
    return made


def _needed(node: TwiML) -> list[str]:
    parameters = list(inspect.signature(type(node)).parameters.values())
    return ["x" for p in parameters if p.kind is not p.VAR_KEYWORD and p.default is p.empty]
