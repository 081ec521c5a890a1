"""Options that several commands share."""

from typing import Annotated, Final

from typer import Argument, Context, Option

DEFAULT_DB: Final = "sqlite:///hookflash.db"
JSON: Final = "hookflash.json"
"""The key in the context's ``meta`` that says whether JSON was requested."""


def _remember(ctx: Context, *, value: bool) -> bool:
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
Compress = Annotated[
    bool,
    Option(
        "--compress",
        envvar="HOOKFLASH_COMPRESS",
        help="Compress the log's events from now on. Install 'hookflash[compression]'.",
    ),
]
Json = Annotated[bool, Option("--json", help="Print JSON and nothing else.", callback=_remember)]
Recordings = Annotated[
    str | None,
    Option(
        "--recordings",
        metavar="PLACE",
        envvar="HOOKFLASH_RECORDINGS",
        help="Where recordings are kept: a folder, or s3://BUCKET/PREFIX.",
    ),
]
OfWorkspace = Annotated[
    str | None, Option("--workspace", metavar="NAME", help="Only this workspace.")
]
WhichCall = Annotated[
    str,
    Argument(
        metavar="CALL", help="The call's id, a part of it that no other call has, or “latest”."
    ),
]
