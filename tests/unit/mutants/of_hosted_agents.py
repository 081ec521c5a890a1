"""Mutants of what protects a caller whose agent a platform hosts."""

from collections.abc import Iterator, Sequence
from typing import Any
from unittest.mock import patch

from hookflash.orchestrator.agents.hosted import platform, retell, transcript, vapi
from hookflash.orchestrator.agents.hosted.transcript import Fresh
from tests.unit.hosted import test_requests, test_transfers
from tests.unit.mutants.registry import mutant


@mutant(
    "take any words of a hosted agent for our question",
    test_transfers.test_nothing_else_transfers,
    vendor="vapi",
)
def _take_any_question() -> Iterator[None]:
    with patch.object(transcript, "puts_question", lambda *_: True):
        yield


def _any_later(fresh: Sequence[Fresh], at: int) -> list[Fresh]:
    return [one for one in fresh[at + 1 :] if one.turn.by == "caller"][-1:]


@mutant(
    "take any later words for the answer to our question",
    test_transfers.test_nothing_else_transfers,
    vendor="retell",
)
def _take_any_reply() -> Iterator[None]:
    with patch.object(transcript, "_directly_after", _any_later):
        yield


def _all_new(turns: Sequence[Any], _: Any) -> list[Fresh]:
    return [Fresh(n, n, turn) for n, turn in enumerate(turns)]


@mutant(
    "take a question of before the tool call",
    test_transfers.test_what_was_asked_before_the_tool_was_called_does_not_count,
    vendor="elevenlabs",
)
def _forget_what_was_read() -> Iterator[None]:
    with patch.object(transcript, "new_in", _all_new):
        yield


@mutant(
    "take the signature of a hosted agent at any age",
    test_requests.test_an_old_signature_is_refused,
    vendor="retell",
)
def _take_any_age() -> Iterator[None]:
    with patch.object(retell, "is_recent", lambda *_: True):
        yield


@mutant(
    "take a token where signatures are configured",
    test_requests.test_without_the_credential_of_the_number_s_workspace_nothing_is_done,
    vendor="vapi",
)
def _take_a_token() -> Iterator[None]:
    def genuine(_: Any, sent: platform.Sent, workspace: str, find: Any) -> bool:
        key = find(workspace, "vapi-hmac") or ""
        return vapi._is_signed(sent, key) or platform.has_token(sent, key, "x-vapi-secret")

    with patch.object(vapi.Vapi, "is_genuine", genuine):
        yield
