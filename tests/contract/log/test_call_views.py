"""Saved views of calls outlive the process that saved them."""

from contextlib import closing

from hookflash.orchestrator.log.call_view_table import CallViewTable
from hookflash.projections.database.engine import open_database


def test_a_view_is_there_after_a_restart(shared_url: str) -> None:
    """By name; one of the same name replaces it, and other workspaces have their own."""
    with closing(CallViewTable(open_database(shared_url))) as table:
        assert table.save("harbor", "Missed", "1", most=2)
        assert table.save("harbor", "Failed", "2", most=2)
        assert not table.save("harbor", "One too many", "3", most=2)
        assert table.save("harbor", "Missed", "4", most=2)
        assert table.save("another", "Missed", "5", most=2)
    with closing(CallViewTable(open_database(shared_url))) as table:
        assert list(table.list("harbor").items()) == [("Failed", "2"), ("Missed", "4")]
        assert table.remove("harbor", "Missed")
        assert not table.remove("harbor", "Missed")
        assert (table.list("harbor"), table.list("another")) == ({"Failed": "2"}, {"Missed": "5"})
