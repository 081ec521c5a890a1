"""Delivers answers to waiting callers, some of which may have been cancelled."""

import asyncio
from collections.abc import Iterable
from typing import TypeVar

R = TypeVar("R")


def answer_all(waiters: "Iterable[asyncio.Future[R]]", answers: Iterable[R | Exception]) -> None:
    """Set each waiter's result from ``answers``, or raise it there if it is an exception."""
    for waiter, answer in zip(waiters, answers, strict=True):
        if waiter.done():  # the caller was cancelled
            continue
        if isinstance(answer, Exception):
            waiter.set_exception(answer)
        else:
            waiter.set_result(answer)
