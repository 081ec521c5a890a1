"""``hookflash key``: the keys to a workspace, for the HTTP API and the console."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from rich.table import Table
from typer import Argument, Option, Typer

from hookflash import maintenance
from hookflash.domain.access.events import Role
from hookflash.domain.access.keys import Keys, NoSuchKey, Token
from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.cli.errors import CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.reading import database_expected
from hookflash.orchestrator.cli.screen import print_json, stdout
from hookflash.orchestrator.wording import day_and_clock
from hookflash.orchestrator.workspaces.errors import NotFound

key = Typer(
    help="Make, list and revoke keys for the HTTP API and the console.",
    rich_markup_mode=None,
    add_completion=False,
)
Workspace = Annotated[
    str, Option("--workspace", metavar="ID", help="The workspace's id, e.g. harbor-dental.")
]


@key.command()
def new(
    *,
    workspace: Workspace,
    role: Annotated[
        Role,
        Option(
            "--role",
            help="What it allows: to read; also to handle calls; also to change the workspace; "
            "also its carriers.",
        ),
    ],
    name: Annotated[str, Option("--name", metavar="NAME", help="What it is for.")] = "",
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Make a key and print it, only this once: the log keeps a hash."""
    token = asyncio.run(_new(db, workspace, role, name))
    if as_json:
        print_json({"workspace": workspace, "key": token.key, "role": role, "token": str(token)})
    else:
        stdout().print(str(token), soft_wrap=True, highlight=False)


@key.command("list")
def list_(*, workspace: Workspace, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """List a workspace's keys, including revoked ones."""
    keys = asyncio.run(_keys(db, workspace))
    if as_json:
        shown = ("id", "name", "role", "issued_at", "revoked")
        print_json([{n: getattr(one, n) for n in shown} for one in keys.by_id.values()])
    else:
        stdout().print(_table(keys) if keys.by_id else "No keys yet. Make one: hookflash key new")


@key.command()
def revoke(
    id_: Annotated[str, Argument(metavar="KEY", help="The key's id: its third part.")],
    *,
    workspace: Workspace,
    db: Db = DEFAULT_DB,
) -> None:
    """Revoke a key, effective from the next request."""
    try:
        asyncio.run(_revoke(db, workspace, id_))
    except NoSuchKey as error:
        raise CommandError(
            f"{workspace} has no key “{id_}”. List its keys: hookflash key list"
        ) from error
    stdout().print(f"Revoked {id_}.")


async def _new(db: str, workspace: str, role: Role, name: str) -> Token:
    async with _keys_of(db, workspace) as keys:
        return await keys.issue(workspace, role, name)


async def _keys(db: str, workspace: str) -> Keys:
    async with _keys_of(db, workspace) as keys:
        return await keys.keys(workspace)


async def _revoke(db: str, workspace: str, key: str) -> None:
    async with _keys_of(db, workspace) as keys:
        await keys.revoke(workspace, key)


@asynccontextmanager
async def _keys_of(db: str, workspace: str) -> AsyncIterator[ApiKeys]:
    """Open the keys of a workspace. Raises :class:`CommandError` if it does not exist."""
    with database_expected():
        async with maintenance.configuring(db) as configuration:
            try:
                await configuration.workspaces.get(workspace)
            except NotFound as error:
                raise CommandError(
                    f"There is no workspace “{workspace}” in this database. "
                    "Apply one first: hookflash apply FILE.yaml"
                ) from error
            yield configuration.keys


def _table(keys: Keys) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in ("key", "role", "name", "issued (UTC)", ""):
        table.add_column(heading)
    for one in keys.by_id.values():
        revoked = "revoked" if one.revoked else ""
        table.add_row(one.id, one.role, one.name, day_and_clock(one.issued_at), revoked)
    return table
