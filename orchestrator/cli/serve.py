"""``hookflash serve``: the HTTP API, and the console if it is installed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from importlib.util import find_spec
from socket import create_server
from typing import TYPE_CHECKING, Annotated, NamedTuple

from typer import Option

from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.cli.faults import WRONG, Fault
from hookflash.orchestrator.cli.looking import looking
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db
from hookflash.orchestrator.telemetry.providers import (
    ENDPOINT,
    Telemetry,
    telemetry_from_environment,
)
from hookflash.projections.database.gc_pause import freeze_loaded_objects

if TYPE_CHECKING:
    from fastapi import FastAPI


class _Doors(NamedTuple):
    """Who gets in beside those with a key, how often, and how far out webhooks may go."""

    webhook_secret: str | None
    admin_token: str | None
    rate_limit: int
    allow_private_webhooks: bool


def serve(  # noqa: PLR0913 - one parameter an option
    *,
    host: Annotated[str, Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Option("--port", min=1, max=65535, help="The port.")] = 8080,
    webhook_secret: Annotated[
        str | None,
        Option(
            "--secret",
            metavar="SECRET",
            envvar="HOOKFLASH_WEBHOOK_SECRET",
            help="Take webhooks signed with it, whsec_… (Standard Webhooks).",
        ),
    ] = None,
    admin_token: Annotated[
        str | None,
        Option(
            "--admin-token",
            metavar="TOKEN",
            envvar="HOOKFLASH_ADMIN_TOKEN",
            help="Let who has it set up workspaces over HTTP; the database may be new then.",
        ),
    ] = None,
    rate_limit: Annotated[
        int,
        Option("--rate-limit", min=1, metavar="N", help="Requests a second that a key may send."),
    ] = 100,
    allow_private_webhooks: Annotated[
        bool,
        Option(
            "--allow-private-webhooks",
            help="Send webhooks to private addresses, and without TLS, too.",
        ),
    ] = False,
    db: Db = DEFAULT_DB,
) -> None:
    """Serve the HTTP API and the console, with simulated phones and texts, until Ctrl-C.

    The console is there if it is installed: pip install 'hookflash[console]'.
    """
    if not admin_token:
        with looking(db):
            pass  # it is there, and readable
    doors = _Doors(webhook_secret, admin_token or None, rate_limit, allow_private_webhooks)
    asyncio.run(_serve(db, host, port, doors))


async def _serve(db: str, host: str, port: int, doors: _Doors) -> None:
    try:
        import uvicorn  # noqa: PLC0415 - an extra

        from hookflash import HttpSender  # noqa: PLC0415 - the same
        from hookflash.http import create_app, usual_limits  # noqa: PLC0415 - the same
    except ImportError as error:
        raise Fault(f"serve needs {error.name}: pip install 'hookflash[serve]'", WRONG) from error
    sender = HttpSender(allow_private=doors.allow_private_webhooks)
    async with (
        _telemetry() as telemetry,
        CallCenter.open(db, webhooks=sender, telemetry=telemetry) as center,
    ):
        try:
            limits = usual_limits(doors.rate_limit)
            app = create_app(center, doors.webhook_secret, doors.admin_token, limits)
        except ValueError as error:
            raise Fault(f"--secret: {error}", WRONG) from error
        with create_server((host, port)) as listening:
            console = _mount_console(app, center)
            app.openapi()  # takes most of a second, for which no call is to wait later
            served = f"http://{host}:{port}/v1{console}"
            sys.stderr.write(f"Serving on {served} until Ctrl-C.\n")
            freeze_loaded_objects()
            config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=3)
            await uvicorn.Server(config).serve(sockets=[listening])


@asynccontextmanager
async def _telemetry() -> AsyncIterator[Telemetry | None]:
    """Where the environment has telemetry sent."""
    with ExitStack() as stack:
        try:
            telemetry = stack.enter_context(telemetry_from_environment())
        except ImportError as error:
            told = f"{ENDPOINT} needs {error.name}: pip install 'hookflash[telemetry]'"
            raise Fault(told, WRONG) from error
        yield telemetry


def _mount_console(app: "FastAPI", center: CallCenter) -> str:
    """Add the console if it is installed; returns what there is to tell of it."""
    if find_spec("nicegui") is None:
        return ""
    from hookflash.console import mount  # noqa: PLC0415 - an extra

    mount(app, center)
    return ", the console on /"
