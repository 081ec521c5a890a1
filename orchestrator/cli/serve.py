"""``hookflash serve``: the HTTP API."""

import asyncio
import sys
from socket import create_server
from typing import Annotated

from typer import Option

from hookflash.orchestrator.assembly import open_call_center
from hookflash.orchestrator.cli.faults import WRONG, Fault
from hookflash.orchestrator.cli.looking import existing_store
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db


def serve(
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
    db: Db = DEFAULT_DB,
) -> None:
    """Serve the HTTP API, with simulated phones and texts, until Ctrl-C."""
    with existing_store(db):
        pass  # it is there, and readable
    asyncio.run(_serve(db, host, port, webhook_secret))


async def _serve(db: str, host: str, port: int, webhook_secret: str | None) -> None:
    try:
        import uvicorn  # noqa: PLC0415 - an extra

        from hookflash.orchestrator.http.app import create_app  # noqa: PLC0415 - the same
    except ImportError as error:
        raise Fault(f"serve needs {error.name}: pip install 'hookflash[serve]'", WRONG) from error
    async with open_call_center(db) as center:
        try:
            app = create_app(center, webhook_secret)
        except ValueError as error:
            raise Fault(f"--secret: {error}", WRONG) from error
        with create_server((host, port)) as listening:
            sys.stderr.write(f"Serving on http://{host}:{port}/v1 until Ctrl-C.\n")
            config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=3)
            await uvicorn.Server(config).serve(sockets=[listening])
