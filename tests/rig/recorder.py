"""A host that has recordings: each path answers as it was set."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.rig.served import in_a_thread


class Recorder(ThreadingHTTPServer):
    """Serves ``sounds`` by path, after the ``answers`` that were queued for it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sounds: dict[str, bytes] = {}
        self.answers: dict[str, list[tuple[int, dict[str, str]]]] = {}
        """Statuses and headers that a path answers with before its sound."""
        self.content_type = "audio/wav"
        self.pause = 0.0
        """Seconds between the two halves of a sound."""
        self.asked: list[tuple[str, dict[str, str]]] = []
        """The path and the headers of each request."""

    @property
    def url(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def recorder() -> Iterator[Recorder]:
    """Serve one in a thread."""
    server = Recorder()
    with in_a_thread(server):
        yield server


class _Handler(BaseHTTPRequestHandler):
    server: Recorder

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        queued = self.server.answers.get(self.path)
        if queued:
            status, headers = queued.pop(0)
            self._answer(status, headers)
        elif (sound := self.server.sounds.get(self.path)) is not None:
            kind = {"Content-Type": self.server.content_type, "Content-Length": str(len(sound))}
            self._answer(200, kind)
            half = len(sound) // 2
            self.wfile.write(sound[:half])
            time.sleep(self.server.pause)
            self.wfile.write(sound[half:])
        else:
            self._answer(404, {})

    def _answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""
