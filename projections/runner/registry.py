"""All read models, in the order in which an event goes through them."""

from collections.abc import Iterable
from typing import Final

from hookflash.projections.calls.fold import CALLS_MODEL
from hookflash.projections.conversations.fold import CONVERSATIONS_MODEL
from hookflash.projections.inbox.fold import THREADS_MODEL
from hookflash.projections.parked.table import PARKED
from hookflash.projections.runner.batch import Tables
from hookflash.projections.runner.model import ReadModel
from hookflash.projections.texts.fold import TEXTS_MODEL
from hookflash.projections.transfers.fold import TRANSFERS_MODEL
from hookflash.projections.voicemails.fold import VOICEMAILS_MODEL

MODELS: Final[tuple[ReadModel, ...]] = (
    CALLS_MODEL,
    CONVERSATIONS_MODEL,
    TEXTS_MODEL,
    TRANSFERS_MODEL,
    VOICEMAILS_MODEL,
    THREADS_MODEL,
)

LAYOUT: Final = 3
"""Raised whenever a column, or what a handler does, changes: the views are then built anew."""


def tables_of(models: Iterable[ReadModel]) -> Tables:
    """Name the tables that ``models`` fill, and the one for what they could not handle."""
    return {**{model.name: model.table for model in models}, PARKED.name: PARKED}
