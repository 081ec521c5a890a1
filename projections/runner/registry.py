"""All read models, in the order in which they handle an event."""

from collections.abc import Iterable
from typing import Final

from hookflash.projections.calls.fold import CALLS_MODEL
from hookflash.projections.calls.listed import LISTED
from hookflash.projections.contacts.fold import CONTACTS_MODEL
from hookflash.projections.conversations.fold import CONVERSATIONS_MODEL
from hookflash.projections.inbox.fold import THREADS_MODEL
from hookflash.projections.parked.table import PARKED
from hookflash.projections.received_texts.fold import RECEIVED_TEXTS_MODEL
from hookflash.projections.reports.counts import REPORT_TABLES
from hookflash.projections.runner.batch import Tables
from hookflash.projections.runner.model import ReadModel
from hookflash.projections.texts.fold import TEXTS_MODEL
from hookflash.projections.transfers.fold import TRANSFERS_MODEL
from hookflash.projections.voicemails.fold import VOICEMAILS_MODEL

LISTED_MODEL: Final = ReadModel(LISTED, {}, found_by=None)
"""No event changes it: its rows follow from those of calls."""
MODELS: Final[tuple[ReadModel, ...]] = (
    CALLS_MODEL,
    CONVERSATIONS_MODEL,
    TEXTS_MODEL,
    TRANSFERS_MODEL,
    VOICEMAILS_MODEL,
    RECEIVED_TEXTS_MODEL,
    THREADS_MODEL,
    CONTACTS_MODEL,
    LISTED_MODEL,
)

LAYOUT: Final = 10
"""Version of the views. Increase it when a column or a handler changes, to rebuild them."""


def tables_of(models: Iterable[ReadModel]) -> Tables:
    """The tables of ``models``, of parked events and of the counts of reports, by name."""
    tables = (*(model.table for model in models), PARKED, *REPORT_TABLES)
    return {table.name: table for table in tables}
