"""Mutants of the roles of a process: what it does on live calls without the port for it."""

from collections.abc import Iterator
from unittest.mock import patch

from hookflash.orchestrator.ports.outside import Ports
from tests.simulation.planted import mutant


@mutant
def _attempt_in_a_process_without_the_port() -> Iterator[None]:
    with (
        patch.object(Ports, "performs", lambda *_: True),
        patch.object(Ports, "is_idle", new=False),
    ):
        yield
