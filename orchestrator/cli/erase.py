"""``hookflash erase``: erases a caller from the log and the views, for good."""

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Final

from typer import Argument, Option

from hookflash import (
    NoContact,
    NoRecordingStore,
    NothingToErase,
    RecordingStoreFailed,
    StillOpen,
    maintenance,
)
from hookflash.orchestrator.cli.carrier_options import (
    CarrierUrl,
    PublicUrl,
    SecretsFile,
    given_carriers,
)
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, OfWorkspace, Recordings
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import reading
from hookflash.orchestrator.cli.recording_place import open_recordings
from hookflash.orchestrator.cli.screen import FAINT, print_json, safe, stdout
from hookflash.orchestrator.wording import counted

WhichContact = Annotated[
    str,
    Argument(
        metavar="CONTACT",
        help="The caller's number or other id, or the pseudonym that replaced it.",
    ),
]
EndOpenCalls = Annotated[
    bool,
    Option(
        "--end-open-calls",
        help="End calls of theirs that are still open. Use it when nobody is on the line.",
    ),
]
Vacuum = Annotated[
    bool,
    Option("--vacuum", help="PostgreSQL: write the tables again at once. Calls wait meanwhile."),
]

_NOT_ASKED: Final = (
    "  Delete them there. With the secrets and --public-url of “serve”, carriers do it (--help)."
)


def erase(  # noqa: PLR0913 - one parameter an option
    contact: WhichContact,
    *,
    by: Annotated[
        str, Option("--by", metavar="NAME", help="Who erases; this is recorded. You by default.")
    ] = "",
    workspace: OfWorkspace = None,
    end_open_calls: EndOpenCalls = False,
    vacuum: Vacuum = False,
    recordings: Recordings = None,
    secrets_file: SecretsFile = None,
    public_url: PublicUrl = None,
    carrier_url: CarrierUrl = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Erase a caller's words, number and ids, wherever they are stored.

    This cannot be undone. What happened on the calls stays. An opt-out stays in force, without the
    number. Kept recordings are deleted from PLACE. Carriers delete their copies if their secrets
    and the public URL are given, as for “serve”; what is still there is named.
    """
    store = open_recordings(recordings)
    carriers = given_carriers(secrets_file, public_url, carrier_url)
    with reading(db) as reader:
        slug = reader.workspaces(workspace)[0] if workspace else None
    with progress("Erasing") as step, _refusals():
        erased = maintenance.erase(
            db,
            contact,
            operator=by or _user(),
            workspace=slug,
            progress=step,
            recording_store=store,
            carriers=carriers,
            end_open_calls=end_open_calls,
            vacuum=vacuum,
        )
    if as_json:
        print_json(erased)
    else:
        _show(erased, asked=carriers is not None)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except NoContact as error:
        raise CommandError(f"CONTACT: {error.problem}", INVALID) from error
    except NoRecordingStore as error:
        raise CommandError(
            "The contact has recordings in a store: name it with --recordings PLACE. "
            "Nothing was erased.",
            INVALID,
        ) from error
    except (NothingToErase, StillOpen, RecordingStoreFailed) as error:
        raise CommandError(f"{error}.") from error


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "unknown"


def _show(erased: Sequence[maintenance.Erasure], *, asked: bool) -> None:
    screen = stdout()
    for one in erased:
        calls = counted(len(one.calls), "call")
        if one.texts:
            calls += f", {counted(one.texts, 'text')}"
        reports = (
            f" and {counted(one.reports, 'report')} about unknown calls" if one.reports else ""
        )
        done = f"{one.workspace}: erased from {calls}{reports}, now under {one.pseudonym}."
        screen.print(safe(done))
        if one.deleted:
            screen.print(safe(f"  {counted(one.deleted, 'recording')} deleted"))
        if one.mentions:
            others = counted(one.mentions, "conversation")
            screen.print(safe(f"  their number removed from {others} of others"))
        if one.opted_out:
            screen.print(safe("  still opted out of texts, under a name that hides the number"))
        for recording in one.recordings:
            screen.print(safe(f"  still with its provider: {recording}"), soft_wrap=True)
        if one.recordings and not asked:
            screen.print(safe(_NOT_ASKED, FAINT), soft_wrap=True)
    if remaining := erased[-1].remaining if erased else ():
        screen.print(safe("The database's files still hold old rows. Run in it, while calls wait:"))
        for statement in remaining:
            screen.print(safe(f"  {statement};"), soft_wrap=True)
    screen.print(safe("Backups, archives and providers keep their copies.", FAINT))
