"""The version of the rules that decide what happens on a call."""

from typing import Final

RULES: Final = 3
"""Recorded in every ``CallReceived``.

Increase it by one whenever :func:`~hookflash.domain.call.decide.decide` may answer a command
otherwise than before. ``hookflash verify`` re-decides only the calls that were recorded under the
current number, so that a changed rule does not make older calls look altered.
"""
