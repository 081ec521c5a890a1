"""Where an emergency happens, in words that say nothing else.

In "my computer room is on fire" the computer only names the room, and in "a seizure in class" the
class is where it happens: neither is what the caller speaks of.
"""

import re
from typing import Final

_NAMES: Final = re.compile(
    r"\b(?:computer|server|phone|cell phone|tv|game|movie|video|film|tree|car|truck|boat|dog|cat|"
    r"plant|fish|printer|print|battery|laptop|tent|gun|coffee|wedding|paint|toy) "
    r"(?=(?:rooms?|stores?|shop|house|lab|office|closet|garage|theaters?|theatre|warehouse|factory|"
    r"farm|lot|market) )"
)
"""What a place is for, before the word for the place."""

_CARE: Final = re.compile(
    r"\bemergency room (?=(?:entrance|lobby|doors?|parking|driveway|waiting|hallway|bathroom|"
    r"stairs|elevator) )|(?<=outside the )emergency room |(?<=in front of the )emergency room "
)
"""The emergency room as the place, not as what the caller asks about."""

_VENUE: Final = re.compile(
    r"\b(in|inside|at|during|outside|near|behind) ((?:the|my|our|his|her|their|your|a) )?"
    r"(?:(?:yoga|gym|math|art|dance|swim|science|dental|gas|train|bus|subway|police|fire|call|"
    r"community|day ?care|senior) )?"
    r"(?:class|clinic|station|center|museum|memorial|academy|gallery|department) "
)
_SHOW: Final = re.compile(r"\b(at|outside|leaving) (the|a|our|my) (?:game|show|movie|play|film) ")
_SITE: Final = "site "


def placed(sentence: str) -> str:
    """The words of ``sentence``, each place in it by a plain word. Never raises."""
    plain = _CARE.sub(_SITE, _NAMES.sub("", f"{sentence} "))
    plain = _VENUE.sub(rf"\1 \2{_SITE}", plain)
    return _SHOW.sub(rf"\1 \2 {_SITE}", plain).strip()
