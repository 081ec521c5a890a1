"""Options for secrets, which come from the environment or from a file.

On the command line, every user of the machine sees them in the list of processes. The options that
take the secret itself stay until the next release, with a warning.
"""

import sys
from pathlib import Path
from typing import Annotated, Any, Final

from typer import CallbackParam, Context, Option

from hookflash.orchestrator.cli.errors import INVALID, CommandError

_WARNING: Final = (
    "Warning: {option} shows the secret to every user of this machine. Set {variable}, or name a "
    "file with {option}-file FILE. {option} will be removed in the next release.\n"
)


def _warn(context: Context, parameter: CallbackParam, value: Any) -> Any:
    """Warn if the secret itself is on the command line."""
    source = context.get_parameter_source(parameter.name or "")
    if value and source is not None and source.name == "COMMANDLINE":
        option, variable = parameter.opts[0], parameter.envvar
        sys.stderr.write(_WARNING.format(option=option, variable=variable))
    return value


WebhookSecret = Annotated[
    str | None,
    Option(
        "--secret",
        metavar="SECRET",
        envvar="HOOKFLASH_WEBHOOK_SECRET",
        callback=_warn,
        help="Deprecated: use the variable, or --secret-file.",
    ),
]
WebhookSecretFile = Annotated[
    Path | None,
    Option(
        "--secret-file",
        metavar="FILE",
        help="Accept reports signed with the secret in FILE, whsec_… (Standard Webhooks).",
    ),
]
AdminToken = Annotated[
    str | None,
    Option(
        "--admin-token",
        metavar="TOKEN",
        envvar="HOOKFLASH_ADMIN_TOKEN",
        callback=_warn,
        help="Deprecated: use the variable, or --admin-token-file.",
    ),
]
AdminTokenFile = Annotated[
    Path | None,
    Option(
        "--admin-token-file",
        metavar="FILE",
        help="Allow new workspaces over HTTP with the token in FILE, also in a new database.",
    ),
]
SignInKey = Annotated[
    str | None,
    Option(
        "--sign-in-key",
        metavar="KEY",
        envvar="HOOKFLASH_SIGN_IN_KEY",
        callback=_warn,
        help="Deprecated: use the variable, or --sign-in-key-file.",
    ),
]
SignInKeyFile = Annotated[
    Path | None,
    Option(
        "--sign-in-key-file",
        metavar="FILE",
        help="Print a one-time link that signs in to the console with the API key in FILE.",
    ),
]


def given_secret(secret: str | None, file: Path | None, option: str) -> str | None:
    """The secret, or the one in the ``file`` that ``option`` names; None without either.

    Raises :class:`CommandError` if both are given, or if the file cannot be used.
    """
    if file is None:
        return secret or None
    if secret:
        raise CommandError(f"{option}: the secret is given twice; give it once.", INVALID)
    return secret_in(file, f"{option} {file}")


def secret_in(file: Path, source: str) -> str:
    """The secret in ``file``. Raises :class:`CommandError`, which names its ``source``."""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CommandError(f"{source}: {error.strerror}", INVALID) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{source}: this is not text", INVALID) from error
    if not secret:
        raise CommandError(f"{source}: the file is empty", INVALID)
    return secret
