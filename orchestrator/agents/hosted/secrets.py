"""The secrets that hosted platforms authenticate with: each belongs to one workspace."""

import os
from collections.abc import Callable, Mapping
from typing import Final

VARIABLE: Final = "HOOKFLASH_SECRET__"
FindSecret = Callable[[str, str], str | None]
"""Finds the secret that a workspace (its id) has under a name; None if it has none."""


def secrets_in(environment: Mapping[str, str] = os.environ) -> FindSecret:
    """Secrets in environment variables: ``HOOKFLASH_SECRET__HARBOR_DENTAL__RETELL``."""

    def find(workspace: str, name: str) -> str | None:
        section, key = (part.upper().replace("-", "_") for part in (workspace, name))
        return environment.get(f"{VARIABLE}{section}__{key}", "").strip() or None

    return find
