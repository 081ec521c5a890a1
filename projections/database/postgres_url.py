"""Parses PostgreSQL URLs by libpq's rules. Errors never quote what may belong to a password."""

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, Final

_ADVICE: Final = (
    "use postgresql://user@host:5432/name; in a password write %25 for %, %40 for @, %2F for /"
)


def read_postgres_url(url: str) -> dict[str, Any]:
    """Parse the settings in ``url``. Raises ``ValueError`` that says what is wrong and the fix."""
    from psycopg import ProgrammingError  # noqa: PLC0415 - an extra
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - an extra

    try:
        given = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ValueError(f"postgresql://…: {_reason(url, error)}; {_ADVICE}") from None
    if any("@" in str(given.get(part, "")) for part in ("host", "port", "dbname")):
        raise ValueError(f"postgresql://…: it has more than one @; {_ADVICE}")
    return given


def without_password(given: Mapping[str, Any]) -> str:
    """Format settings as a URL for display, without the password."""
    user = f"{given['user']}@" if "user" in given else ""
    hosts, ports = (str(given.get(part, "")).split(",") for part in ("host", "port"))
    places = zip_longest(hosts, ports, fillvalue=ports[0])
    shown = ",".join(f"{host}:{port}" if port else host for host, port in places)
    return f"postgresql://{user}{shown}/{given.get('dbname', '')}"


def _reason(url: str, error: Exception) -> str:
    """The message of libpq; of what it quotes from the URL, only names of settings are kept."""
    settings = re.findall(r"[?&](\w+)=", url.rpartition("@")[2])

    def kept(quoted: re.Match[str]) -> str:
        return quoted[0] if quoted[1] in settings else "…"

    return re.sub('"(.*?)"', kept, str(error).strip())
