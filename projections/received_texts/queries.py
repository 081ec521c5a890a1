"""Queries on our replies to texts."""

from typing import Final

from sqlalchemy import Engine, select

from hookflash.projections.database.engine import reading
from hookflash.projections.received_texts.table import RECEIVED_TEXTS

RECENT: Final = 50
"""How many other replies to the same contact are looked at, the newest first."""


class ReceivedTexts:
    """Which texts wait for their reply, and which ids replies have at the provider."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_replies(self) -> tuple[str, ...]:
        """The ids of the texts whose reply is not settled, oldest first."""
        query = (
            select(RECEIVED_TEXTS.c.text_id)
            .where(RECEIVED_TEXTS.c.reply_open.is_(True))
            .order_by(RECEIVED_TEXTS.c.log_position)
        )
        with reading(self._engine) as connection:
            return tuple(connection.scalars(query))

    def ids_of_other_replies(self, text: str) -> tuple[str, ...]:
        """The provider's ids of the other replies in the thread of ``text``, newest first."""
        table = RECEIVED_TEXTS.c
        thread = select(table.thread).where(table.text_id == text).scalar_subquery()
        query = (
            select(table.reply_provider_id)
            .where(table.thread == thread, table.text_id != text, table.reply_provider_id != "")
            .order_by(table.log_position.desc())
            .limit(RECENT)
        )
        with reading(self._engine) as connection:
            return tuple(connection.scalars(query))
