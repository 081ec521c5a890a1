"""A kind of carrier for tests: it keeps what it was asked, and reveals what it was built with."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import ClassVar, Literal

from fastapi import APIRouter, HTTPException, Request

from hookflash import (
    Accepted,
    Answer,
    CallCenter,
    MessagingOffers,
    SendText,
    Speech,
    TelephonyOffers,
    Unknown,
)
from hookflash.domain.call.effects import RingPhones
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.configured_carriers.operator import WorkspaceCarriers
from hookflash.orchestrator.configured_carriers.registry import add_kind, remove_kind
from hookflash.orchestrator.configured_carriers.secret_store import SecretStore
from hookflash.orchestrator.ports.carriers import (
    Carrier,
    CarrierConfig,
    CarrierContext,
    CarrierKind,
    CarrierOffers,
    CarrierUnavailable,
    Checked,
    Finding,
    RouterContext,
    SecretName,
    Secrets,
)
from hookflash.orchestrator.system.clock import SystemClock

TOKEN = "token-of-harbor-1"  # noqa: S105 - for tests
OFFICE = """\
workspace: {name}
carriers:
  main: {{payphone: {{account: PP1, token: secret:main}}}}
members:
  - {{name: Dana, phone: "+14155550101"}}
numbers:
  - number: "{number}"
    registration: approved
    carrier: main
    flow:
      - agent: {{greeting: "Hello from {name}.", jobs: [Booking, Person]}}
      - voicemail: {{greeting: Please leave a message.}}
jobs:
  - {{name: Booking, instructions: "If the caller wants to book, /Send SMS: https://example.com"}}
  - {{name: Person, instructions: "If the caller asks for a person, /Transfer call: Dana"}}
"""


class PayphoneConfig(CarrierConfig):
    """Settings of every shape."""

    account: str
    token: SecretName
    host_speaks: bool = False
    texts: bool = True
    screens: bool = False
    fails: Literal["", "with_the_secret"] = ""


class PayphoneTelephony(SimulatedTelephony):
    """Keeps what was said and rung."""

    def __init__(self, offers: TelephonyOffers) -> None:
        super().__init__(SystemClock(), pace=0.0)
        self.offers = offers
        self.said: list[Speech] = []
        self.rung: list[RingPhones] = []

    async def say(self, speech: Speech) -> None:
        """Say nothing, at once."""
        self.said.append(speech)

    async def ring(self, request: RingPhones) -> Answer:
        """Ring for ever."""
        self.rung.append(request)
        return Accepted(provider_id="pp")


class PayphoneMessaging:
    """Accepts texts, or fails with the secret in its words."""

    def __init__(self, offers: MessagingOffers, failing: str) -> None:
        self.offers = offers
        self.sent: list[SendText] = []
        self._failing = failing

    async def send(self, request: SendText) -> Answer:
        """Keep the text."""
        self.sent.append(request)
        if self._failing:
            return Unknown(reason=f"https://PP1:{self._failing}@pay.example did not answer")
        return Accepted(provider_id=f"pp-{len(self.sent)}")

    async def find(self, request: SendText) -> None:
        """Find nothing."""
        del request


class Payphone(Carrier):
    """A carrier with what its webhooks need."""


class PayphoneKind(CarrierKind[PayphoneConfig]):
    """Real, as far as the process knows; ``built`` are its carriers, oldest first."""

    name: ClassVar[str] = "payphone"
    config = PayphoneConfig

    def __init__(self) -> None:
        self.built: list[tuple[CarrierContext, str, Carrier]] = []
        self.closed: list[str] = []

    def offers(self, config: PayphoneConfig | None) -> CarrierOffers:
        """As configured."""
        speaks = config is None or not config.host_speaks
        screens = config is not None and config.screens
        return CarrierOffers(
            telephony=TelephonyOffers(
                speaks=speaks, playback="say_waits" if speaks else "reports", screening=screens
            ),
            messaging=MessagingOffers(texts=config is None or config.texts),
        )

    def build(self, config: PayphoneConfig, secrets: Secrets, context: CarrierContext) -> Carrier:
        """Keep the secret, for the test."""
        offers, token = self.offers(config), secrets.reveal(config.token)

        async def close() -> None:
            self.closed.append(token)

        carrier = Payphone(
            telephony=PayphoneTelephony(offers.telephony),
            messaging=PayphoneMessaging(offers.messaging, token if config.fails else ""),
            close=close,
        )
        self.built.append((context, token, carrier))
        return carrier

    def router(self, context: RouterContext) -> APIRouter:
        """One webhook: a call comes in."""
        router = APIRouter()

        @router.post("/{workspace}/{name}/calls")
        async def call(workspace: str, name: str, request: Request) -> dict[str, str]:
            """Receive a call, signed with the token itself."""
            try:
                async with context.carrier(workspace, name):
                    token = self.built[-1][1]
            except CarrierUnavailable as error:
                raise HTTPException(404 if error.final else 503) from error
            if request.headers.get("x-token") != token:
                raise HTTPException(403)
            body = await request.json()
            calls = context.calls(workspace, name)
            return {"call": await calls.receive_call(provider_call_id=body["id"], **body["call"])}

        return router

    async def check(
        self, config: PayphoneConfig, secrets: Secrets, context: CarrierContext, about: Checked
    ) -> Sequence[Finding]:
        """Find one thing right and one wrong."""
        del secrets, context
        return [
            Finding(subject=f"account {config.account}", status="ok", found="it is active"),
            *(
                Finding(
                    subject=number.number,
                    status="problem",
                    found="its webhook is not set",
                    change="Set it to this process.",
                )
                for number in about.numbers
            ),
        ]

    @property
    def telephony(self) -> PayphoneTelephony:
        """The newest one."""
        found = self.built[-1][2].telephony
        assert isinstance(found, PayphoneTelephony)
        return found

    @property
    def messaging(self) -> PayphoneMessaging:
        """The newest one."""
        found = self.built[-1][2].messaging
        assert isinstance(found, PayphoneMessaging)
        return found


@contextmanager
def payphones() -> Iterator[PayphoneKind]:
    """Have the process know the kind."""
    kind = PayphoneKind()
    add_kind(kind)
    try:
        yield kind
    finally:
        remove_kind(kind.name)


def office(name: str = "Harbor Dental", number: str = "+14155550100", **settings: str) -> str:
    """A workspace file; ``settings`` are added to those of its carrier."""
    more = "".join(f", {key}: {value}" for key, value in settings.items())
    return OFFICE.format(name=name, number=number).replace("secret:main", f"secret:main{more}")


SECRETS = f"harbor-dental: {{main: {TOKEN}}}\nsunny-cafe: {{main: token-of-sunny-2}}\n"


@asynccontextmanager
async def serving(folder: Path, *offices: str) -> AsyncIterator[tuple[CallCenter, Path]]:
    """A live call center whose workspaces have payphones, and its secrets file."""
    secrets = folder / "secrets.yaml"
    secrets.write_text(SECRETS)
    carriers = WorkspaceCarriers(SecretStore(secrets, {}), "https://calls.example/")
    async with CallCenter.open(f"sqlite:///{folder / 'log.db'}", carriers=carriers) as center:
        for count, document in enumerate(offices):
            file = folder / f"{count}.yaml"
            file.write_text(document)
            await center.apply(file)
        yield center, secrets
