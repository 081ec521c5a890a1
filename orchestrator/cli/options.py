"""Options that several commands have, and the defaults they share."""

from typing import Annotated, Final

from typer import Argument, Context, Option

DEFAULT_DB: Final = "sqlite:///hookflash.db"
JSON: Final = "hookflash.json"
"""Under this key the context says whether JSON was asked for."""


def _note(ctx: Context, *, value: bool) -> bool:
    ctx.meta[JSON] = value
    return value


Db = Annotated[
    str,
    Option(
        "--db",
        metavar="URL",
        envvar="HOOKFLASH_DB",
        help="The database: sqlite:///FILE or postgresql://USER@HOST/NAME.",
    ),
]
Json = Annotated[bool, Option("--json", help="Print JSON and nothing else.", callback=_note)]
OfWorkspace = Annotated[
    str | None, Option("--workspace", metavar="NAME", help="Only what belongs to this workspace.")
]
WhichCall = Annotated[
    str,
    Argument(
        metavar="CALL", help="The call's id, a part of it that no other call has, or “latest”."
    ),
]
