"""``hookflash rebuild``: the views anew, from the log alone."""

from hookflash import maintenance
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import existing
from hookflash.orchestrator.cli.screen import print_json, stdout


def rebuild(*, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Build inbox, trails, lists and reports anew from the log.

    They stay readable meanwhile.
    """
    with existing(), progress("Rebuilding") as step:
        position = maintenance.rebuild(db, step)
    if as_json:
        print_json({"position": position})
    else:
        stdout().print(f"The views are built anew, up to log position {position:,}.")
