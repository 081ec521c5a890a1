"""The neighbour: a tenant whose calls go on, in a process of its own, while another one attacks."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, NamedTuple

PAUSE: Final = 0.01
"""Seconds between two hears."""
HEARS_PER_CALL: Final = 20
PATIENCE: Final = 120.0


class Hear(NamedTuple):
    """When a ``hear`` began and ended, in seconds of the machine's monotonic clock."""

    began: float
    ended: float

    def overlaps(self, began: float, ended: float) -> bool:
        """Whether it was under way at any time from ``began`` to ``ended``."""
        return self.began < ended and began < self.ended


class Neighbour:
    """The hears of the other process, once it was told to stop."""

    def __init__(self, end: Connection) -> None:
        self._end = end

    def stop(self) -> list[Hear]:
        """Stop calling; returns every hear so far."""
        self._end.send(None)
        return [Hear(*times) for times in self._end.recv()]


@contextmanager
def neighbour(port: int, key: str, number: str) -> Iterator[Neighbour]:
    """Make calls to ``number`` with ``key``, one after another, until the block ends."""
    processes = get_context("spawn")
    ours, theirs = processes.Pipe()
    process = processes.Process(target=_call, args=(theirs, port, key, number), daemon=True)
    process.start()
    ours.recv()  # its first call is answered
    try:
        yield Neighbour(ours)
    finally:
        process.terminate()
        process.join()


def _call(end: Connection, port: int, key: str, number: str) -> None:
    api = _Api(port, key)
    hears: list[tuple[float, float]] = []
    while not end.poll():
        call = api.post("/v1/calls", {"to": number, "from": "+14155550199", "test": True})["call"]
        api.post(f"/v1/calls/{call}/answer")
        if not hears:
            end.send("ready")
        for _ in range(HEARS_PER_CALL):
            time.sleep(PAUSE)
            began = time.perf_counter()
            api.post(f"/v1/calls/{call}/hear", {"text": "What are your opening hours?"})
            hears.append((began, time.perf_counter()))
        api.post(f"/v1/calls/{call}/end")
    end.send(hears)


class _Api:
    """One kept connection, and as little work per request as possible."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send a request that must succeed; returns its answer."""
        sent = json.dumps(body) if body is not None else None
        self._connection.request("POST", path, sent, self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if not 200 <= answer.status < 300:  # noqa: PLR2004 - success
            raise RuntimeError(f"{path}: {answer.status} {content[:500]!r}")
        return json.loads(content)
