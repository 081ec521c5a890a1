"""Deterministic ids: two workers, or two tries, compute the same one."""

from functools import lru_cache
from hashlib import sha1
from uuid import UUID, uuid5

NAMESPACE = UUID("5f0c2b5e-7c1a-5d0e-9b1f-6b8a1c0f4e21")
_NAMED = sha1(NAMESPACE.bytes, usedforsecurity=False)
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
MOVE = "move"
"""The kind of id of the agent's own uses of a tool; a tool that a host reports has another."""


def call_id(workspace: str, provider_call_id: str) -> str:
    """The id of a call; the same provider call always gets the same id."""
    return f"{workspace}.call.{uuid5(NAMESPACE, f'{workspace}/{provider_call_id}').hex[:16]}"


@lru_cache(maxsize=4096)  # deciding and evolving ask for the same ones within moments
def effect_key(call: str, action: str, occurrence: int) -> str:
    """The idempotency key of an action at the provider.

    ``occurrence`` counts uses of the action on the call, from 1. The model's tool-call id is not
    part of it, because a model may repeat or change its ids (docs/explanation/effects.md). It is a
    ``uuid5``, made in a third of the time.
    """
    name = _NAMED.copy()
    name.update(f"{call}/{action}/{occurrence}".encode())
    digest = name.hexdigest()
    variant = _VARIANTS[digest[16]]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def speech_id(call: str, position: int) -> str:
    """The id of what the agent says in the event at ``position``; also its effect key."""
    return effect_key(call, "speech", position)


def leg_id(effect: str, number: int) -> str:
    """The id of one phone of a transfer; ``number`` counts from 1."""
    return f"{effect}.{number}"


def recording_key(workspace: str, effect: str) -> str:
    """The key of a voicemail's recording in the store: one per voicemail, whoever stores it."""
    return f"{workspace}/{effect}"
