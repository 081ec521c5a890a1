"""Options about carriers that workspaces configure: secrets and URLs, which only operators set."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from typer import Option

from hookflash.orchestrator.cli.errors import INVALID, CommandError

if TYPE_CHECKING:
    from hookflash.carriers import WorkspaceCarriers

_SECRET: Final = "HOOKFLASH_SECRET__"  # noqa: S105 - the beginning of a variable's name
_URL: Final = "HOOKFLASH_CARRIER_URL__"
SecretsFile = Annotated[
    Path | None,
    Option(
        "--secrets-file",
        metavar="FILE",
        envvar="HOOKFLASH_SECRETS_FILE",
        help="The secrets of workspaces, in YAML or TOML: by workspace, by name.",
    ),
]
PublicUrl = Annotated[
    str | None,
    Option(
        "--public-url",
        metavar="URL",
        envvar="HOOKFLASH_PUBLIC_URL",
        help="Where carriers reach this process, https://….",
    ),
]
CarrierUrl = Annotated[
    list[str] | None,
    Option(
        "--carrier-url",
        metavar="KIND=URL",
        help="Where the API of a kind of carrier is, instead of the usual place.",
    ),
]


def given_carriers(
    secrets_file: Path | None, public_url: str | None, carrier_urls: list[str] | None
) -> "WorkspaceCarriers | None":
    """What serves the carriers of workspaces; None if nothing was set for them.

    Raises :class:`CommandError` if it cannot be used.
    """
    urls = urls_of(carrier_urls)
    has_secret = any(name.startswith(_SECRET) for name in os.environ)
    if not (secrets_file or public_url or urls or has_secret):
        return None
    return carriers_with(secrets_file, public_url, urls)


def carriers_with(
    secrets_file: Path | None, public_url: str | None, urls: Mapping[str, str]
) -> "WorkspaceCarriers":
    """What serves the carriers of workspaces. Raises :class:`CommandError`."""
    from hookflash.carriers import (  # noqa: PLC0415 - imports much
        InvalidSecrets,
        SecretStore,
        WorkspaceCarriers,
    )

    try:
        return WorkspaceCarriers(SecretStore(secrets_file), public_url, urls)
    except InvalidSecrets as error:
        raise CommandError(f"--secrets-file: {error}", INVALID) from None
    except ValueError as error:
        raise CommandError(f"carriers: {error}", INVALID) from None


def urls_of(carrier_urls: list[str] | None) -> dict[str, str]:
    """The URLs by kind, from the options and the environment."""
    return {**_urls_in(os.environ), **dict(map(_kind_and_url, carrier_urls or ()))}


def _urls_in(environment: Mapping[str, str]) -> dict[str, str]:
    def found() -> Iterator[tuple[str, str]]:
        for name, url in environment.items():
            if name.startswith(_URL) and url:
                yield name.removeprefix(_URL).lower().replace("_", "-"), url

    return dict(found())


def _kind_and_url(option: str) -> tuple[str, str]:
    kind, equals, url = option.partition("=")
    if not equals or not kind or not url:
        raise CommandError("--carrier-url: write KIND=URL, e.g. twilio=https://…", INVALID)
    return kind, url
