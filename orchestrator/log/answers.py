"""Answers to those who wait for them, some of whom have gone."""

import asyncio
from collections.abc import Iterable
from typing import TypeVar

R = TypeVar("R")


def answer_all(waiters: "Iterable[asyncio.Future[R]]", answers: Iterable[R | Exception]) -> None:
    """Give each of ``waiters`` its own of ``answers``; an exception is raised where it waits."""
    for waiter, answer in zip(waiters, answers, strict=True):
        if waiter.done():  # the caller was cancelled
            continue
        if isinstance(answer, Exception):
            waiter.set_exception(answer)
        else:
            waiter.set_result(answer)
