"""Queries on the provider's ids of texts."""

from typing import Final

from sqlalchemy import Engine, select

from hookflash.domain.inbox.thread import thread_id
from hookflash.projections.calls.table import CALLS
from hookflash.projections.database.engine import reading
from hookflash.projections.texts.table import TEXTS

RECENT: Final = 50
"""How many of a contact's texts are looked at, the newest first."""


class SentTexts:
    """Which text a provider's id belongs to."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ids_of_others(
        self, workspace: str, contact: str, number: str, effect_key: str, *, test: bool
    ) -> tuple[str, ...]:
        """The provider's ids of other texts from ``number`` to ``contact`` (E.164), newest first.

        Those of test calls only if ``test``.
        """
        query = (
            select(TEXTS.c.provider_id)
            .join(CALLS, CALLS.c.call_id == TEXTS.c.call_id)
            .where(
                CALLS.c.thread == thread_id(workspace, contact, number),
                CALLS.c.test.is_(test),
                TEXTS.c.provider_id != "",
                TEXTS.c.effect_key != effect_key,
            )
            .order_by(CALLS.c.log_position.desc(), TEXTS.c.log_position.desc())
        )
        with reading(self._engine) as connection:
            return tuple(connection.scalars(query.limit(RECENT)))

    def is_of_another(
        self, workspace: str, provider_id: str, effect_key: str, *, test: bool
    ) -> bool:
        """Whether any other text of the workspace has this id of the provider."""
        query = select(TEXTS.c.effect_key).where(
            TEXTS.c.provider_id == provider_id,
            TEXTS.c.workspace == workspace,
            TEXTS.c.test.is_(test),
            TEXTS.c.effect_key != effect_key,
        )
        with reading(self._engine) as connection:
            return connection.execute(query.limit(1)).first() is not None
