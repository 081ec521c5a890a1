"""Removing any protection of the log makes a test fail."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from inspect import signature
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hookflash.orchestrator.log.errors import LogFault
from hookflash.orchestrator.log.store import open_store
from tests.contract.integrity.tampering import tampering_with
from tests.contract.log import test_postgres
from tests.contract.log.mutants import MUTANTS
from tests.servers.postgres import PostgresServer
from tests.simulation.planting import PAGE, log_rows

NOTICED = (AssertionError, LogFault, psycopg.Error, pytest.fail.Exception)
"""How a test fails that notices."""


@contextmanager
def given(postgres: PostgresServer, file_url: str, tmp_path: Path) -> Iterator[Mapping[str, Any]]:
    """The fixtures of the tests, created while the mutant is planted."""
    database = postgres.new_database()
    open_store(file_url).close()
    with ExitStack() as stack:
        yield {
            "postgres": postgres,
            "tmp_path": tmp_path,
            **dict.fromkeys(("file_url", "shared_url", "url"), file_url),
            "tampering": stack.enter_context(closing(tampering_with(file_url))),
            "database": database,
            "store": stack.enter_context(open_store(database)),
            "sql": stack.enter_context(psycopg.connect(database, autocommit=True)),
        }


def test_the_page_names_each_of_them() -> None:
    """With the test that catches it; ``scripts/mutants`` writes the page."""
    assert log_rows() in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_each_protection_of_the_log_is_missed_when_it_is_taken_out(
    name: str,
    postgres: PostgresServer,
    file_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The test named in docs/reference/mutants.md fails with the mutant, and passes otherwise."""
    monkeypatch.setattr(test_postgres, "LONGEST", 2.0)
    mutant = MUTANTS[name]
    with mutant.plant(), given(postgres, file_url, tmp_path) as everything:
        names = signature(mutant.caught_by).parameters.keys() - mutant.case.keys()
        wanted = {one: everything[one] for one in names}
        with pytest.raises(NOTICED):
            mutant.caught_by(**wanted, **mutant.case)
