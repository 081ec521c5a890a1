"""Does, before processes are forked, what makes the first start of ``hookflash serve`` slow."""

import tests.rig.twilio.served  # noqa: F401
from hookflash.orchestrator.cli.serve import _build_models

_build_models()
