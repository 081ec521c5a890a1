"""Telemetry configured by environment variables."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from hookflash.orchestrator.telemetry.providers import ENDPOINT, telemetry_from_environment


class Collector(BaseHTTPRequestHandler):
    """Records the paths and bodies of requests."""

    taken: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        """Accept the request."""
        type(self).taken.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture
def collector() -> Iterator[str]:
    """A collector on a free port."""
    Collector.taken = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_without_an_endpoint_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is imported or sent."""
    monkeypatch.delenv(ENDPOINT, raising=False)
    with telemetry_from_environment() as telemetry:
        assert telemetry is None


def test_it_goes_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, collector: str
) -> None:
    """Spans and metrics by OTLP over HTTP, with the service's name; shutdown sends the rest."""
    monkeypatch.setenv(ENDPOINT, collector)
    monkeypatch.setenv("OTEL_SERVICE_NAME", "front-desk")
    with telemetry_from_environment() as telemetry:
        assert telemetry is not None
        assert telemetry.tracer_provider is not None
        assert telemetry.meter_provider is not None
        telemetry.tracer_provider.get_tracer("test").start_span("one").end()
        telemetry.meter_provider.get_meter("test").create_counter("two").add(1)
    assert {path for path, _ in Collector.taken} == {"/v1/traces", "/v1/metrics"}
    assert all(b"front-desk" in body for _, body in Collector.taken)
