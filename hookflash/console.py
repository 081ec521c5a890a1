"""The console in the browser: ``mount(app, center)``. Needs ``hookflash[console]``.

``sign_in_link(server, key)`` makes a link that signs in once with an API key.
"""

from hookflash.orchestrator.console.app import mount
from hookflash.orchestrator.console.signing_in import sign_in_link

__all__ = ["mount", "sign_in_link"]
