"""Grammars are compiled before the first call needs them, a piece at a time."""

import asyncio
from collections.abc import Callable
from enum import StrEnum

from hookflash.domain.policy.speech.opt_out_phrases import PHRASES
from hookflash.domain.policy.speech.sentences import Grammar, preparations
from hookflash.orchestrator.runtime.prepared_words import prepare_words


class _Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


def _grammar() -> Grammar[_Fruit]:
    return Grammar({_Fruit.APPLE: "an apple", _Fruit.PEAR: "a pear"})


async def _here(piece: Callable[[], object]) -> object:
    return piece()


def test_preparing_leaves_nothing_to_compile() -> None:
    """The first words that are read wait for no grammar, not even one in another language."""
    grammar = _grammar()
    asyncio.run(prepare_words(_here))
    assert grammar.unprepared() == []
    assert PHRASES.unprepared() == []
    assert list(preparations()) == []


def test_each_piece_compiles_one_kind() -> None:
    """One piece holds up whoever closes the process; more would hold it up longer."""
    asyncio.run(prepare_words(_here))
    grammar = _grammar()
    pieces = preparations()
    next(pieces)()
    assert grammar.unprepared() == [_Fruit.PEAR]
    assert len(list(pieces)) == 1


def test_words_are_read_before_they_are_prepared() -> None:
    """A call that comes at once is answered: what it needs is compiled then."""
    grammar = _grammar()
    found = [(match.kind, match.before) for match in grammar.find("half a pear")]
    assert found == [(_Fruit.PEAR, "half")]
    assert grammar.unprepared() == []
