"""Mutants of what keeps one tenant, or a stranger, from costing the others."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hookflash.orchestrator.console import markup
from hookflash.orchestrator.http import body_limits, streams
from hookflash.orchestrator.http.rate_limits import Buckets
from hookflash.orchestrator.http.sse import Validity
from hookflash.orchestrator.http.streams import OpenStreams
from hookflash.orchestrator.system import public_addresses
from hookflash.orchestrator.workspaces.file import untrusted
from tests.unit.console import test_security
from tests.unit.http import test_limits, test_live, test_streams
from tests.unit.mutants.registry import mutant, nothing
from tests.unit.webhook import test_public_addresses
from tests.unit.workspace_file import test_untrusted


@mutant(
    "count every request as one, whatever it costs",
    test_limits.test_what_takes_more_work_takes_more_units,
)
def _one_unit_each() -> Iterator[None]:
    original = Buckets.take

    def take(self: Buckets, who: str, now: float, cost: int = 1) -> Any:  # noqa: ARG001 - as it is called
        return original(self, who, now)

    with patch.object(Buckets, "take", take):
        yield


@mutant(
    "let a key open as many streams as it likes",
    test_streams.test_a_key_has_only_so_many_streams,
)
def _any_number_of_streams() -> Iterator[None]:
    with patch.object(OpenStreams, "check", nothing):
        yield


@mutant(
    "go on with the stream of a revoked key",
    test_live.test_a_stream_ends_when_its_key_is_revoked,
)
def _stream_for_a_revoked_key() -> Iterator[None]:
    async def has_ended(*_: object) -> bool:
        return False

    with patch.object(Validity, "has_ended", has_ended):
        yield


@mutant(
    "wait for ever for a client that does not read",
    test_streams.test_a_client_that_does_not_read_is_dropped,
)
def _wait_for_readers() -> Iterator[None]:
    with patch.object(streams, "WRITE_SECONDS", 10_000.0):
        yield


@mutant(
    "wait for ever for a body that does not come",
    test_streams.test_a_body_that_does_not_end_is_given_up,
    pieces=[b"{"],
)
def _wait_for_bodies() -> Iterator[None]:
    with patch.object(body_limits, "SECONDS", 10_000.0):
        yield


@mutant(
    "read on after a hundred mistakes in a document",
    test_untrusted.test_only_so_many_mistakes_are_listed,
    kind="json",
)
def _list_every_mistake() -> Iterator[None]:
    with patch.object(untrusted, "MAX_PROBLEMS", None):
        yield


@mutant(
    "read lists of any length in a document",
    test_untrusted.test_a_list_has_only_so_many_items,
)
def _read_long_lists() -> Iterator[None]:
    with patch.object(untrusted, "MAX_ITEMS", None):
        yield


@mutant(
    "send webhooks to addresses that are kept for something else",
    test_public_addresses.test_no_address_of_a_special_block_is_public,
    block="3fff::/20",
)
def _send_to_special_addresses() -> Iterator[None]:
    with patch.object(public_addresses, "_IPV6", ()):
        yield


@mutant(
    "put text into a page as if it were markup",
    test_security.test_text_that_is_no_markup_is_shown_as_text,
)
def _text_as_markup() -> Iterator[None]:
    with patch.object(markup, "escape", str):
        yield
