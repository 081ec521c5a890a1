"""UmaDB: its server in a child process, its own Python client, appends with a condition.

As its documentation recommends: the query of the decision is the condition, and ``after`` the
position up to which the decision has read. The client is synchronous, so every caller is a thread;
it lets other threads run meanwhile. The server is the one in the package, which syncs each commit,
and commits together what waits.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from umadb import AppendCondition, Client, Event, Query, QueryItem, TransportError

from scripts.benchmarks.bare_log.workload import STREAM, TEXT, Job
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.meter import Meter
from scripts.benchmarks.whole_call.free_port import HOST, free_ports

START: Final = 30.0
PATIENCE: Final = 10.0
TYPE: Final = "CallerSpoke"


def work(job: Job) -> Run:
    """Append for some seconds. Runs in a worker process."""
    folder = Path(job.url.removeprefix("sqlite:///")).parent
    with _running(folder / "uma.db") as address:
        client = _connect(address)
        latencies: list[float] = []
        all_ready()
        meter, begun = Meter(), time.perf_counter()
        arguments = (client, begun + job.seconds, latencies)
        callers = [threading.Thread(target=_caller, args=arguments) for _ in range(job.at_once)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        return Run(time.perf_counter() - begun, latencies, meter.seconds)


def _caller(client: Client, until: float, latencies: list[float]) -> None:
    while time.perf_counter() < until:
        stream, after = f"bench.call.{uuid4().hex[:16]}", None
        query = Query(items=[QueryItem(tags=[stream])])
        for _ in range(STREAM):
            begun = time.perf_counter()
            condition = AppendCondition(fail_if_events_match=query, after=after)
            event = Event(event_type=TYPE, data=TEXT.encode(), tags=[stream], uuid=uuid4())
            after = client.append([event], condition=condition)
            latencies.append(time.perf_counter() - begun)


@contextmanager
def _running(database: Path) -> Iterator[str]:
    """The address of a server, which may still be starting."""
    (port,) = free_ports(1)
    program = Path(sys.executable).with_name("umadb")
    server = subprocess.Popen(  # noqa: S603 - our own arguments
        [program, f"--listen={HOST}:{port}", f"--db-path={database}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://{HOST}:{port}"
    finally:
        server.terminate()
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _connect(address: str) -> Client:
    """A client, once the server answers."""
    until = time.monotonic() + START
    while True:
        try:
            client = Client(address)
            client.head()
        except TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return client
