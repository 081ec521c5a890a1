"""The HTTP API as an ASGI application: ``create_app(center)``. Needs ``hookflash[serve]``."""

from hookflash.orchestrator.http.app import create_app

__all__ = ["create_app"]
