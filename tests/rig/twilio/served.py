"""``hookflash serve`` in a process of its own, in which time passes faster."""

import asyncio
import os
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hookflash.orchestrator.cli import serve
from hookflash.orchestrator.cli.app import app
from hookflash.orchestrator.http import app as http_app
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.system.clock import SystemClock
from tests.rig.dying import Death, die_at
from tests.rig.process import redirect_output
from tests.rig.scaled_time import ScaledClock, run_scaled


@dataclass(frozen=True)
class ServeSettings:
    """The options of one process; all processes of a run share ``speed`` and ``begun``."""

    log: str
    port: int
    public_url: str
    twilio: str
    environment: dict[str, str]
    speed: float
    begun: float
    output: Path
    recordings: Path
    death: Death | None = None


def run_serve(settings: ServeSettings) -> None:
    """Run the command until SIGTERM, or until it dies.

    What makes a start slow and no call needs, the console and OpenAPI, is left out.
    """
    redirect_output(settings.output)
    os.environ.update(settings.environment)
    clock = ScaledClock(settings.speed, settings.begun)
    with (
        patch.object(asyncio, "run", partial(_run, speed=settings.speed)),
        patch.object(SystemClock, "now", lambda _: clock.now()),
        patch.object(Store, "now", lambda self: None if self.is_local else clock.now()),
        patch.object(EventLog, "__init__", _dying(settings.death)),
        patch.object(http_app, "describe", lambda _app: {}),
        patch.object(serve, "_mount_console", lambda _app, _center: False),
    ):
        app(
            [
                *("serve", "--db", settings.log, "--port", str(settings.port)),
                *("--public-url", settings.public_url),
                *("--carrier-url", f"twilio={settings.twilio}"),
                *("--recordings", str(settings.recordings)),
            ]
        )


def _run(main: Coroutine[Any, Any, Any], speed: float) -> Any:
    return run_scaled(main, speed)


def _dying(death: Death | None) -> Any:
    usual = EventLog.__init__

    def made(log: EventLog, *arguments: Any, **named: Any) -> None:
        usual(log, *arguments, **named)
        if death is not None:
            die_at(log, death)

    return made
