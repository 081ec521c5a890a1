"""The saved views of lists of calls, in the log's own database.

They are no events: nothing that happened follows from how a list was narrowed.
"""

from typing import Final

from sqlalchemy import Column, Engine, MetaData, Table, Text, delete, func, insert, select, update

from hookflash.orchestrator.log.cursors import create_tables
from hookflash.projections.database.engine import reading, writing

METADATA: Final = MetaData()
VIEWS: Final = Table(
    "call_views",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("view", Text, nullable=False, comment="filter and order, as JSON"),
)


class CallViewTable:
    """Views by workspace and name. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with writing(engine) as connection:
            create_tables(connection, METADATA)

    def list(self, workspace: str) -> dict[str, str]:
        """Map the name of each view of a workspace to the view, in alphabetical order."""
        query = select(VIEWS.c.name, VIEWS.c.view).where(VIEWS.c.workspace == workspace)
        with reading(self._engine) as connection:
            return dict(sorted((name, view) for name, view in connection.execute(query)))

    def save(self, workspace: str, name: str, view: str, most: int) -> bool:
        """Store a view, in place of the one of that name; False if there are ``most`` others."""
        own = VIEWS.c.workspace == workspace
        with writing(self._engine) as connection:
            change = update(VIEWS).where(own, VIEWS.c.name == name).values(view=view)
            if connection.execute(change).rowcount:
                return True
            count = connection.scalar(select(func.count()).select_from(VIEWS).where(own))
            if count is not None and count >= most:
                return False
            row = {"workspace": workspace, "name": name, "view": view}
            connection.execute(insert(VIEWS).values(row))
            return True

    def remove(self, workspace: str, name: str) -> bool:
        """Delete a view; False if there is none of that name."""
        query = delete(VIEWS).where(VIEWS.c.workspace == workspace, VIEWS.c.name == name)
        with writing(self._engine) as connection:
            return bool(connection.execute(query).rowcount)

    def close(self) -> None:
        """Close the database connections."""
        self._engine.dispose()
