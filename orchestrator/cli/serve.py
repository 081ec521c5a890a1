"""``hookflash serve``: serves the HTTP API, and the console if it is installed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from enum import StrEnum
from importlib.util import find_spec
from math import inf
from pathlib import Path
from socket import create_server
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple
from urllib.parse import urlsplit

from typer import Option

from hookflash import HostAgent, RecordingStore, Settings, maintenance
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carrying import SimulatedDatabase
from hookflash.orchestrator.cli.carrier_options import (
    CarrierUrl,
    PublicUrl,
    SecretsFile,
    given_carriers,
)
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.live_host import SECRET, LivePorts, driving
from hookflash.orchestrator.cli.options import DEFAULT_DB, Compress, Db, Recordings
from hookflash.orchestrator.cli.reading import reading
from hookflash.orchestrator.cli.recording_place import open_recordings
from hookflash.orchestrator.cli.secret_options import (
    AdminToken,
    AdminTokenFile,
    SignInKey,
    SignInKeyFile,
    WebhookSecret,
    WebhookSecretFile,
    given_secret,
)
from hookflash.orchestrator.cli.start_warnings import warnings_at_start
from hookflash.orchestrator.telemetry.providers import (
    ENDPOINT,
    Telemetry,
    telemetry_from_environment,
)
from hookflash.orchestrator.wording import SIMULATED
from hookflash.projections.database.gc_pause import freeze_loaded_objects

if TYPE_CHECKING:
    from fastapi import FastAPI

    from hookflash.carriers import WorkspaceCarriers


class AgentKind(StrEnum):
    """Who speaks on calls."""

    SCRIPTED = "scripted"
    HOST = "host"


KeptDays = Annotated[
    float | None,
    Option(
        "--recordings-kept-days",
        metavar="DAYS",
        envvar="HOOKFLASH_RECORDINGS_KEPT_DAYS",
        help="Delete recordings after so many days; otherwise they are kept until erased.",
    ),
]
RateLimit = Annotated[
    int, Option("--rate-limit", min=1, metavar="N", help="Units of work a second allowed per key.")
]
Simulate = Annotated[
    bool,
    Option("--simulate", help="Simulate phones and texts, in a new database or a simulated one."),
]
HostUrl = Annotated[
    str | None,
    Option("--host-url", metavar="URL", help="Carry live calls through the voice platform at URL."),
]
HostSecretFile = Annotated[
    Path | None,
    Option(
        "--host-secret-file",
        metavar="FILE",
        help=f"The file with the platform's secret, whsec_…; by default {SECRET} holds it.",
    ),
]
AllowPrivateWebhooks = Annotated[
    bool,
    Option(
        "--allow-private-webhooks",
        help="Also send webhooks to private addresses, and without TLS.",
    ),
]


AgentOption = Annotated[
    AgentKind,
    Option("--agent", help="Who speaks: the scripted agent, or one that the host runs by desks."),
]
AgentLabel = Annotated[
    str | None,
    Option("--agent-label", metavar="LABEL", help="What to record as the host's agent."),
]
MostLiveCalls = Annotated[
    int,
    Option("--most-live-calls", min=1, help="Live calls that this process may hold; refuse more."),
]
SWITCH_SECONDS: Final = 0.0005
"""How long a thread that reads or sums up may hold the interpreter while a call waits for it."""


class _Settings(NamedTuple):
    """Secrets, requests per second per key, and whether webhooks may reach private addresses.

    ``sign_in_key`` is the API key that the printed one-time link signs in with; ``simulate`` and
    the ``host`` say who carries live calls, ``agent`` who speaks on them. ``recordings`` are
    kept as long as ``center`` says, or until they are erased.
    """

    simulate: bool
    host_url: str | None
    host_secret_file: Path | None
    webhook_secret: str | None
    admin_token: str | None
    rate_limit: int
    allow_private_webhooks: bool
    sign_in_key: str | None
    recordings: RecordingStore | None
    center: Settings
    agent: HostAgent | None
    carriers: "WorkspaceCarriers | None"
    compress: bool


def serve(  # noqa: PLR0913 - one parameter an option
    *,
    host: Annotated[str, Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Option("--port", min=1, max=65535, help="The port.")] = 8080,
    webhook_secret: WebhookSecret = None,
    webhook_secret_file: WebhookSecretFile = None,
    admin_token: AdminToken = None,
    admin_token_file: AdminTokenFile = None,
    rate_limit: RateLimit = 100,
    most_live_calls: MostLiveCalls = 20_000,
    allow_private_webhooks: AllowPrivateWebhooks = False,
    sign_in_key: SignInKey = None,
    sign_in_key_file: SignInKeyFile = None,
    recordings: Recordings = None,
    kept_days: KeptDays = None,
    simulate: Simulate = False,
    host_url: HostUrl = None,
    host_secret_file: HostSecretFile = None,
    agent: AgentOption = AgentKind.SCRIPTED,
    agent_label: AgentLabel = None,
    secrets_file: SecretsFile = None,
    public_url: PublicUrl = None,
    carrier_url: CarrierUrl = None,
    compress: Compress = False,
    db: Db = DEFAULT_DB,
) -> None:
    """Serve the HTTP API and the console until Ctrl-C.

    Live calls need --secrets-file or --public-url for carriers of workspaces (Twilio needs both),
    --host-url or --simulate. Install 'hookflash[serve]'; for the console, 'hookflash[console]'.
    """
    _check_host(host_url, host_secret_file, simulate=simulate)
    settings = _Settings(
        simulate=simulate,
        host_url=host_url,
        host_secret_file=host_secret_file,
        webhook_secret=given_secret(webhook_secret, webhook_secret_file, "--secret-file"),
        admin_token=given_secret(admin_token, admin_token_file, "--admin-token-file"),
        rate_limit=rate_limit,
        allow_private_webhooks=allow_private_webhooks,
        sign_in_key=given_secret(sign_in_key, sign_in_key_file, "--sign-in-key-file"),
        recordings=open_recordings(recordings),
        center=Settings(recordings_kept_days=_days(kept_days), most_live_calls=most_live_calls),
        agent=_host_agent(agent, agent_label),
        carriers=given_carriers(secrets_file, public_url, carrier_url),
        compress=compress,
    )
    _check_database(db, settings)
    asyncio.run(_serve(db, host, port, settings))


def _check_host(url: str | None, secret_file: Path | None, *, simulate: bool) -> None:
    if simulate and url is not None:
        raise CommandError("--simulate and --host-url cannot be combined.", INVALID)
    if secret_file is not None and url is None:
        raise CommandError("--host-secret-file needs --host-url.", INVALID)


def _host_agent(kind: AgentKind, label: str | None) -> HostAgent | None:
    if kind is AgentKind.HOST:
        return HostAgent(label) if label else HostAgent()
    if label is not None:
        raise CommandError("--agent-label needs --agent host.", INVALID)
    return None


def _check_database(db: str, settings: _Settings) -> None:
    """Wait for the database. Raise if it is unreadable, or simulated though calls are live.

    A missing one is an error as well, unless there is an admin token, with which it may be new.
    """
    maintenance.wait_for_database(db, _tell_of_waiting)
    if settings.admin_token is not None:
        return
    live = settings.host_url or (settings.carriers and not settings.simulate)
    with reading(db) as found:
        if live and found.ask(found.center.simulated()):
            raise SimulatedDatabase  # before the host is asked what it offers


def _tell_of_waiting(reason: str) -> None:
    sys.stderr.write(f"Waiting for the database, trying again every second: {reason}\n")
    sys.stderr.flush()


def _days(kept: float | None) -> float | None:
    if kept is not None and not 0 < kept < inf:
        raise CommandError("--recordings-kept-days: use a number of days above 0.", INVALID)
    return kept


async def _serve(db: str, host: str, port: int, settings: _Settings) -> None:
    try:
        import uvicorn  # noqa: PLC0415 - an extra

        from hookflash import HttpSender  # noqa: PLC0415 - needs the same extra
        from hookflash.carriers import SecretStore  # noqa: PLC0415 - imports much
        from hookflash.http import create_app, usual_limits  # noqa: PLC0415 - likewise
        from hookflash.orchestrator.cli import connections  # noqa: PLC0415 - likewise
    except ImportError as error:
        raise CommandError(
            f"serve needs {error.name}: pip install 'hookflash[serve]'", INVALID
        ) from error
    secrets = settings.carriers.secrets if settings.carriers else SecretStore()
    async with (
        _telemetry() as telemetry,
        driving(settings.host_url, settings.host_secret_file) as ports,
        CallCenter.open(
            db,
            telephony=ports.telephony,
            messaging=ports.messaging,
            agent=settings.agent,
            settings=settings.center,
            webhooks=HttpSender(allow_private=settings.allow_private_webhooks),
            telemetry=telemetry,
            recordings=ports.recordings,
            recording_store=settings.recordings,
            carriers=settings.carriers,
            simulate=settings.simulate,
            tune_gc=True,
            compress=settings.compress,
        ) as center,
    ):
        try:
            limits = usual_limits(settings.rate_limit)
            app = create_app(
                center, settings.webhook_secret, settings.admin_token, limits, secrets.find
            )
        except ValueError as error:
            raise CommandError(f"--secret-file: {error}", INVALID) from error
        with create_server((host, port)) as listening:
            connections.set_up(listening)
            sys.setswitchinterval(SWITCH_SECONDS)
            await _announce(app, center, f"http://{host}:{port}", settings)
            await _warn(db, center, ports, settings)
            http = connections.PatientProtocol
            config = uvicorn.Config(app, log_config=None, http=http, timeout_graceful_shutdown=3)
            await uvicorn.Server(config).serve(sockets=[listening])


async def _announce(app: "FastAPI", center: CallCenter, server: str, settings: _Settings) -> None:
    """Add the console, prepare what would make the first request slow, and say what is served."""
    console = _mount_console(app, center)
    _build_models()
    app.openapi()  # takes most of a second
    link = ""
    if settings.sign_in_key is not None:
        link = await _sign_in_link(center, server, settings.sign_in_key, console=console)
    about_console = ", the console on /" if console else ""
    sys.stderr.write(f"Serving on {server}/v1{about_console} until Ctrl-C.\n")
    sys.stderr.write(f"{await _who_carries(center, settings)}\n")
    if link:
        sys.stderr.write(f"Sign in (once, within 10 minutes): {link}\n")
    freeze_loaded_objects()


async def _warn(db: str, center: CallCenter, ports: LivePorts, settings: _Settings) -> None:
    hosted = settings.agent is not None
    for warning in await warnings_at_start(
        db, center, settings.carriers, ports.telephony, hosted=hosted
    ):
        sys.stderr.write(f"{warning}\n")


async def _who_carries(center: CallCenter, settings: _Settings) -> str:
    """What becomes of live calls in this process."""
    through = "Live calls are carried through "
    if await center.simulated():
        return SIMULATED
    if settings.host_url is not None:
        host = urlsplit(settings.host_url).hostname
        beside = ", or the carrier of their number" if settings.carriers is not None else ""
        return f"{through}{host}{beside}."
    if settings.carriers is not None:
        return f"{through}the carriers that workspaces configure."
    return (
        "This process carries no live calls, only test calls: live ones need --secrets-file or "
        "--public-url for the carriers of workspaces (Twilio needs both), or --host-url, or "
        "--simulate with a new database."
    )


def _build_models(kind: type[Value] = Value) -> None:
    """Build the validators of all values now, so that no call waits for one."""
    for model in kind.__subclasses__():
        model.model_rebuild()
        _build_models(model)


@asynccontextmanager
async def _telemetry() -> AsyncIterator[Telemetry | None]:
    """Telemetry as configured by the environment; None if it configures none."""
    with ExitStack() as stack:
        try:
            telemetry = stack.enter_context(telemetry_from_environment())
        except ImportError as error:
            wrong = f"{ENDPOINT} needs {error.name}: pip install 'hookflash[telemetry]'"
            raise CommandError(wrong, INVALID) from error
        yield telemetry


def _mount_console(app: "FastAPI", center: CallCenter) -> bool:
    """Add the console if it is installed; returns whether it is."""
    if find_spec("nicegui") is None:
        return False
    from hookflash.console import mount  # noqa: PLC0415 - an extra

    mount(app, center)
    return True


async def _sign_in_link(center: "CallCenter", server: str, key: str, *, console: bool) -> str:
    """A one-time sign-in link for ``key``. Raises :class:`CommandError` if it would not work."""
    if not console:
        raise CommandError(
            "--sign-in-key-file needs the console: pip install 'hookflash[console]'", INVALID
        )
    if await center.keys.holder(key) is None:
        raise CommandError(
            "--sign-in-key-file: this key is not valid; make one with hookflash key new", INVALID
        )
    from hookflash.console import sign_in_link  # noqa: PLC0415 - an extra

    return sign_in_link(server, key)
