"""The whole call on Restate, in the three forms of its documentation, on one server each.

Served by granian in the same process: faster than Hypercorn, which the manual's examples use. What
reaches the outside is a ``ctx.run_typed`` step, as the manual says.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import restate
from granian.constants import Interfaces
from granian.server.embed import Server

from scripts.benchmarks.measuring import Run
from scripts.benchmarks.whole_call import restate_awakeables, restate_promises, restate_steps
from scripts.benchmarks.whole_call.callers import Play, call_again
from scripts.benchmarks.whole_call.free_port import HOST, free_ports
from scripts.benchmarks.whole_call.inbox import Inbox
from scripts.benchmarks.whole_call.job import Job
from scripts.benchmarks.whole_call.restate_outside import OUTSIDE
from scripts.benchmarks.whole_call.restate_server import STOCK, TUNED, running_restate


class Form(NamedTuple):
    """A service, and how the caller uses it."""

    service: Any
    play: Play


AWAKEABLES = Form(restate_awakeables.calls, restate_awakeables.play)
STEPS = Form(restate_steps.phone_call, restate_steps.play)
PROMISES = Form(restate_promises.conversation, restate_promises.play)


def awakeables(job: Job) -> Run:
    """By awakeables, two partitions. Runs in a worker process of its own."""
    return asyncio.run(_serve(job, AWAKEABLES, TUNED))


def stock(job: Job) -> Run:
    """By awakeables, all settings of the server as they come. Runs in a process of its own."""
    return asyncio.run(_serve(job, AWAKEABLES, STOCK))


def steps(job: Job) -> Run:
    """With one handler per message, two partitions. Runs in a worker process of its own."""
    return asyncio.run(_serve(job, STEPS, TUNED))


def promises(job: Job) -> Run:
    """With promises by name, two partitions. Runs in a worker process of its own."""
    return asyncio.run(_serve(job, PROMISES, TUNED))


async def _serve(job: Job, form: Form, partitions: int) -> Run:
    folder = Path(job.url.removeprefix("sqlite:///")).parent
    OUTSIDE.inbox = Inbox(f"sqlite:///{folder}/inbox.db")
    async with running_restate(folder, partitions) as server, _serving(form.service) as port:
        OUTSIDE.restate = server
        await server.register(port)
        run = await call_again(job, form.play)
    OUTSIDE.inbox.close()
    return run


@asynccontextmanager
async def _serving(service: Any) -> AsyncIterator[int]:
    """Serve at a free port, on the running event loop."""
    (port,) = free_ports(1)
    app = restate.app(services=[service])
    server = Server(app, address=HOST, port=port, interface=Interfaces.ASGINL, log_enabled=False)
    serving = asyncio.create_task(server.serve())
    try:
        yield port
    finally:
        server.stop()
        await serving
