"""A stand-in for S3-compatible storage: objects in memory, behind its HTTP API."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.rig.served import in_a_thread


class S3(ThreadingHTTPServer):
    """Serves ``objects``, by path; with ``fails``, every request is answered with 503."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.writing = threading.Lock()
        self.fails = False

    @property
    def url(self) -> str:
        """The endpoint."""
        return f"http://127.0.0.1:{self.server_port}"

    def environment(self) -> dict[str, str]:
        """What clients need to reach it."""
        return {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.url,
        }


@contextmanager
def s3() -> Iterator[S3]:
    """Serve a stand-in in a thread."""
    server = S3()
    with in_a_thread(server):
        yield server


class _Handler(BaseHTTPRequestHandler):
    server: S3
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.writing:
            if self.headers["If-None-Match"] == "*" and self.path in self.server.objects:
                self._answer(412)
                return
            self.server.objects[self.path] = data
        self._answer(200, headers={"ETag": _etag(data)})

    def do_GET(self) -> None:
        data = self.server.objects.get(self.path)
        if data is None:
            self._answer(404)
            return
        first, _, last = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")
        end = int(last) + 1 if last else len(data)
        about = {"Content-Range": f"bytes {first}-{end - 1}/{len(data)}"}
        described = {"ETag": _etag(data), "Last-Modified": formatdate(0, usegmt=True)}
        self._answer(206, data[int(first) : end], about | described)

    def do_HEAD(self) -> None:
        data = self.server.objects.get(self.path)
        if data is None:
            self._answer(404)
            return
        described = {"ETag": _etag(data), "Last-Modified": formatdate(0, usegmt=True)}
        self._answer(200, data, described)

    def do_POST(self) -> None:
        """Delete several objects; none needs to be there."""
        bucket = self.path.partition("?")[0].rstrip("/")
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        keys = re.findall("<Key>(.*?)</Key>", asked)
        for key in keys:
            self.server.objects.pop(f"{bucket}/{key}", None)
        deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{deleted}</DeleteResult>".encode())

    def _answer(
        self, status: int, data: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        if self.server.fails:
            status, data = 503, b""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def _etag(data: bytes) -> str:
    return f'"{md5(data, usedforsecurity=False).hexdigest()}"'
