"""Runs servers of the standard library beside a test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer


@contextmanager
def in_a_thread(server: ThreadingHTTPServer) -> Iterator[None]:
    """Serve until the end of the ``with``, then close."""
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
