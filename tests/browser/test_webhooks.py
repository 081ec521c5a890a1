"""Webhooks in the settings: what was delivered, and sending it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import serving


class Receiver(BaseHTTPRequestHandler):
    """A receiver that is broken until it is mended; it notes the ids that it was sent."""

    broken = True
    ids: list[str]

    def do_POST(self) -> None:
        """Take an event."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.ids.append(self.headers["webhook-id"])
        self.send_response(500 if type(self).broken else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[tuple[type[Receiver], str]]:
    """Run a receiver on loopback; yields it and its URL."""
    receiver = type("Own", (Receiver,), {"ids": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), receiver) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield receiver, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_delivery_that_failed_is_sent_again(page: Page, tmp_path: Path, shot: Shoot) -> None:
    """The receiver gets the same id; the new attempt is in the list at once."""
    with receiving() as (receiver, url), serving(tmp_path, (), "--allow-private-webhooks") as live:
        made = live.ask("POST", "/v1/webhook-endpoints", json={"url": url, "topics": ["call.e*"]})
        live.hang_up(live.call())
        deliveries = f"/v1/webhook-endpoints/{made['id']}/deliveries"
        found: list[object] = []
        while not found:
            found = live.ask("GET", deliveries)["items"]
        sign_in(page, live, "/settings?tab=webhooks")
        page.get_by_role("button", name=f"Deliveries of {url}").click()
        rows = page.get_by_role("table", name="Deliveries, newest first").get_by_role("row")
        expect(rows.filter(has_text="Failed")).to_have_count(1)
        receiver.broken = False
        page.get_by_role("button", name="Send again call.ended.v1, attempt 1").click()
        expect(page.get_by_text("Sent again: delivered.")).to_be_visible()
        expect(rows.filter(has_text="Delivered")).to_have_count(1)
        assert receiver.ids[0] == receiver.ids[1]
        in_every_look(page, shot, "webhook-deliveries")
        page.get_by_role("button", name=f"Send a test to {url}").click()
        expect(rows.filter(has_text="webhook.test.v1")).to_have_count(1)
        expect(page.get_by_role("button", name="Send again")).to_have_count(2)
