"""``hookflash key``: the keys that open a workspace over HTTP, and in the console."""

import asyncio
from typing import Annotated

from rich.table import Table
from typer import Argument, Option, Typer

from hookflash.domain.access.events import Role
from hookflash.domain.access.keys import Keys, Token
from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.cli.faults import Fault
from hookflash.orchestrator.cli.looking import existing_store, workspace
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.screen import print_json, stdout
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds, new_secret
from hookflash.orchestrator.wording import day_and_clock

key = Typer(help="Make, list and revoke the keys of HTTP API and console.", rich_markup_mode=None)
Workspace = Annotated[
    str, Option("--workspace", metavar="ID", help="The workspace's id, e.g. harbor-dental.")
]


@key.command()
def new(
    *,
    workspace: Workspace,
    role: Annotated[
        Role,
        Option("--role", help="What it may: look; handle calls too; change the workspace too."),
    ],
    name: Annotated[str, Option("--name", metavar="NAME", help="What it is for, in words.")] = "",
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Make a key and print it, this once: the log keeps only its hash."""
    with existing_store(db) as store:
        _check(store, workspace)
        token = asyncio.run(_new(store, workspace, role, name))
    if as_json:
        print_json({"workspace": workspace, "key": token.key, "role": role, "token": str(token)})
    else:
        stdout().print(str(token), soft_wrap=True, highlight=False)


@key.command("list")
def list_(*, workspace: Workspace, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """List a workspace's keys, the revoked ones too."""
    with existing_store(db) as store:
        _check(store, workspace)
        keys = asyncio.run(_access(store).keys(workspace))
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
    """Make a key useless, from the next request on."""
    with existing_store(db) as store:
        _check(store, workspace)
        try:
            asyncio.run(_access(store).revoke(workspace, id_))
        except KeyError as error:
            told = f"{workspace} has no key “{id_}”. List them: hookflash key list"
            raise Fault(told) from error
    stdout().print(f"Revoked {id_}.")


async def _new(store: Store, slug: str, role: Role, name: str) -> Token:
    return await _access(store).issue(slug, role, name, secret=new_secret(), salt=new_secret())


def _access(store: Store) -> ApiKeys:
    return ApiKeys(EventLog(store, live=False), SystemClock(), RandomIds())


def _check(store: Store, slug: str) -> None:
    if workspace(store, slug) is None:
        raise Fault(
            f"There is no workspace “{slug}” here. Apply one first: hookflash apply FILE.yaml"
        )


def _table(keys: Keys) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in ("key", "role", "name", "issued (UTC)", ""):
        table.add_column(heading)
    for one in keys.by_id.values():
        revoked = "revoked" if one.revoked else ""
        table.add_row(one.id, one.role, one.name, day_and_clock(one.issued_at), revoked)
    return table
