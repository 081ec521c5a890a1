"""Marks the database that HOOKFLASH_DB names as one of simulated calls, or refuses a live one.

Scripts that simulate calls run it first, so that they put nothing into a live database.
"""

import os
import sys

from hookflash import LiveDatabase, maintenance


def main() -> None:
    """Mark the database; end with a message if it is live."""
    try:
        maintenance.simulate(os.environ["HOOKFLASH_DB"])
    except LiveDatabase as error:
        sys.exit(f"HOOKFLASH_DB: {error}")


if __name__ == "__main__":
    main()
