"""``hookflash rebuild``: rebuilds the views from the log."""

import os

from hookflash import maintenance
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import database_expected
from hookflash.orchestrator.cli.screen import print_json, stdout


def rebuild(*, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Rebuild inbox, trails, lists and reports from the log.

    They stay readable meanwhile.
    """
    with database_expected(), progress("Rebuilding") as step:
        position = maintenance.rebuild(db, step, processes=os.cpu_count() or 1)
    if as_json:
        print_json({"position": position})
    else:
        stdout().print(f"Rebuilt the views up to log position {position:,}.")
