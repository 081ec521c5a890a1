"""The HTTP API as an ASGI application: ``create_app(center)``. Needs ``hookflash[serve]``."""

from hookflash.orchestrator.http.app import create_app
from hookflash.orchestrator.http.rate_limits import Limits, usual_limits

__all__ = ["Limits", "create_app", "usual_limits"]
