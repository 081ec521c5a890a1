"""``hookflash mcp``: serves the log to coding assistants."""

import asyncio
import sys
from typing import Annotated

from typer import Option

from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db
from hookflash.orchestrator.cli.reading import database_expected

Port = Annotated[
    int | None,
    Option(
        "--http",
        metavar="PORT",
        min=1,
        max=65535,
        help="Serve on http://HOST:PORT/mcp, for requests with an API key; by default, on stdio.",
    ),
]
Host = Annotated[str, Option("--host", metavar="HOST", help="The address to listen on.")]


def mcp(*, http: Port = None, host: Host = "127.0.0.1", db: Db = DEFAULT_DB) -> None:
    """Serve the log to a coding assistant (MCP).

    On stdio it shows every workspace of the database, over HTTP that of the request's API key.
    """
    try:
        import hookflash.mcp  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise CommandError(f"{error}", INVALID) from error
    with database_expected():
        asyncio.run(_stdio(db) if http is None else _http(db, host, http))


async def _stdio(db: str) -> None:
    from hookflash.mcp import open_server  # noqa: PLC0415 - an extra

    async with open_server(db) as server:
        await server.run_stdio_async()


async def _http(db: str, host: str, port: int) -> None:
    import uvicorn  # noqa: PLC0415 - an extra

    from hookflash.mcp import open_http_app  # noqa: PLC0415 - an extra

    async with open_http_app(db, host) as app:
        sys.stderr.write(f"Serving on http://{host}:{port}/mcp until Ctrl-C.\n")
        config = uvicorn.Config(app, host=host, port=port, log_config=None)
        await uvicorn.Server(config).serve()
