"""What the operator of a process configures for the carriers of its workspaces."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from hookflash.orchestrator.configured_carriers.registry import kind_names
from hookflash.orchestrator.configured_carriers.secret_store import SecretStore


class WorkspaceCarriers:
    """Has a process carry the calls of numbers whose workspace configured a carrier.

    ``secrets`` are those of the workspaces. ``public_url`` is where carriers reach this process,
    and ``base_urls`` says by kind where a provider's API is, instead of the usual place: a
    workspace cannot set any URL.
    """

    def __init__(
        self,
        secrets: SecretStore | None = None,
        public_url: str | None = None,
        base_urls: Mapping[str, str] | None = None,
    ) -> None:
        """Raises ``ValueError`` for a URL that cannot be used, or a kind that does not exist."""
        self.secrets = secrets or SecretStore()
        self.public_url = _url(public_url, "the public URL") if public_url is not None else None
        for kind in base_urls or {}:
            if kind not in kind_names():
                known = ", ".join(kind_names())
                raise ValueError(f"there is no kind of carrier “{kind}”; there are {known}")
        self.base_urls = {
            kind: _url(url, f"the URL of {kind}") for kind, url in (base_urls or {}).items()
        }


def _url(text: str, what: str) -> str:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for one that is none
    except ValueError as error:
        raise ValueError(f"{what}: {error}") from None
    extra = parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in ("http", "https") or not parts.hostname or extra:
        raise ValueError(f"{what} is not a plain http:// or https:// URL")
    return text.rstrip("/")
