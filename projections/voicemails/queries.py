"""Queries on kept recordings."""

from datetime import datetime
from typing import Final

from sqlalchemy import Engine, select

from hookflash.domain.call.identity import recording_key
from hookflash.domain.value import Value
from hookflash.projections.database.engine import reading
from hookflash.projections.voicemails.table import VOICEMAILS


class KeptRecording(Value):
    """A recording in the store, by the effect key of its voicemail.

    ``sha256`` is the hash of its ``size`` bytes, in hex.
    """

    workspace: str
    call_id: str
    effect_key: str
    content_type: str
    size: int
    sha256: str
    kept_at: datetime

    @property
    def object_key(self) -> str:
        """The key under which the store has it."""
        return recording_key(self.workspace, self.effect_key)


_COLUMNS: Final = [VOICEMAILS.c[name] for name in KeptRecording.model_fields]


class Recordings:
    """Queries on the recordings that are in the store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, workspace: str, effect_key: str) -> KeptRecording | None:
        """Get one recording; None if the workspace has none under this key in the store."""
        query = select(*_COLUMNS).where(
            VOICEMAILS.c.effect_key == effect_key,
            VOICEMAILS.c.workspace == workspace,
            VOICEMAILS.c.sound == "kept",
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().first()
        return KeptRecording.model_validate(dict(row)) if row else None

    def kept_before(self, at: datetime, limit: int) -> tuple[KeptRecording, ...]:
        """List up to ``limit`` recordings in the store since ``at`` or before, oldest first."""
        query = (
            select(*_COLUMNS)
            .where(VOICEMAILS.c.kept_at <= at)
            .order_by(VOICEMAILS.c.kept_at)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(KeptRecording.model_validate(dict(row)) for row in rows)
