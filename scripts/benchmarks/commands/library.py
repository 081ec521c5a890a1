"""The library ``eventsourcing`` as in its manual: a declarative aggregate, ``app.save``.

The database settings are the library's defaults: a synced write-ahead log on SQLite, and the
server's own settings on PostgreSQL, which syncs. It is synchronous, so every caller is a thread.
Measured without and with its aggregate cache.
"""

import threading
import time
from typing import Any, Final
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from scripts.benchmarks.commands.workload import (
    AGENT,
    BOOKING,
    CONTACT,
    GREETING,
    LINES,
    NUMBER,
    SAYING,
    VOICEMAIL,
    Job,
)
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.meter import Meter


class PhoneCall(Aggregate):
    """A call, as far as these commands need it."""

    @event("Received")
    def __init__(self, contact: str, number: str, playing: dict[str, Any]) -> None:
        self.contact = contact
        self.number = number
        self.playing = playing
        self.agent = ""
        self.state = "ringing"
        self.lines: list[str] = []

    def answer(self, agent: str) -> None:
        """Answer, once."""
        if self.state == "ringing":
            self._answer(agent)

    def hear(self, text: str) -> None:
        """Record the caller's words, unless the call has ended."""
        if self.state == "ended":
            raise ValueError("the call is over")
        self._hear(text)

    @event("Answered")
    def _answer(self, agent: str) -> None:
        self.agent = agent
        self.state = "conversing"

    @event("CallerSpoke")
    def _hear(self, text: str) -> None:
        self.lines.append(text)


PLAYING = {
    "agent_name": AGENT,
    "greeting": GREETING,
    "voicemail_greeting": VOICEMAIL,
    "actions": [
        {"tool": "send_sms_1", "job": "Booking", "kind": "send_sms", "body": BOOKING},
        {"tool": "transfer_call_2", "job": "Booking", "kind": "transfer", "to": "Scheduling"},
    ],
}


class PhoneCalls(Application[UUID]):
    """Calls, one command at a time."""

    def receive(self) -> UUID:
        """Receive a call."""
        call = PhoneCall(CONTACT, NUMBER, PLAYING)
        self.save(call)
        return call.id

    def answer(self, call_id: UUID) -> None:
        """Answer a call."""
        call: PhoneCall = self.repository.get(call_id)
        call.answer(AGENT)
        self.save(call)

    def hear(self, call_id: UUID) -> None:
        """Record a caller's words."""
        call: PhoneCall = self.repository.get(call_id)
        call.hear(SAYING)
        self.save(call)


CACHE: Final = {
    "AGGREGATE_CACHE_MAXSIZE": "1000",
    "AGGREGATE_CACHE_FASTFORWARD": "n",
    "DEEPCOPY_FROM_AGGREGATE_CACHE": "n",
}
"""The library's own cache, as its manual shows it ("Configuring aggregate caching").

The two other settings are the fastest that the manual allows here: no other process changes these
calls, so none is read again, and no command fails halfway, so none is copied.
"""


def prepare(url: str) -> None:
    """Create the tables first; two workers that do so at the same time conflict."""
    PhoneCalls(env=_environment(url)).close()


def work(job: Job) -> Run:
    """Serve callers for some seconds. Runs in a worker process."""
    return _serve(job, {})


def work_cached(job: Job) -> Run:
    """The same with the library's own cache. Runs in a worker process."""
    return _serve(job, CACHE)


def _serve(job: Job, settings: dict[str, str]) -> Run:
    env = _environment(job.url) | {"CREATE_TABLE": "no"} | settings
    with PhoneCalls(env=env) as app:
        app.answer(app.receive())
        latencies: list[float] = []
        all_ready()
        meter, begun = Meter(job.url, alone=job.worker > 0), time.perf_counter()
        arguments = (app, begun + job.seconds, latencies)
        callers = [threading.Thread(target=_caller, args=arguments) for _ in range(job.at_once)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        return Run(time.perf_counter() - begun, latencies, meter.seconds)


def _environment(url: str) -> dict[str, str]:
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": path}
    server = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(server["dbname"]),
        "POSTGRES_HOST": str(server["host"]),
        "POSTGRES_PORT": str(server["port"]),
        "POSTGRES_USER": str(server["user"]),
        "POSTGRES_PASSWORD": uuid4().hex,  # required, but the server checks none
    }


def _caller(app: PhoneCalls, until: float, latencies: list[float]) -> None:
    while time.perf_counter() < until:
        begun = time.perf_counter()
        call_id = app.receive()
        latencies.append(time.perf_counter() - begun)
        for number in range(LINES + 1):
            begun = time.perf_counter()
            if begun >= until:
                break
            (app.hear if number else app.answer)(call_id)
            latencies.append(time.perf_counter() - begun)
