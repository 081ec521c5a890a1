"""The control API: tests order calls, phones and faults here, and read what happened."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.twilio import exchange, texting
from tests.twilio.account import Number
from tests.twilio.leg import Leg
from tests.twilio.parties import Phone, script
from tests.twilio.world import World

SETTINGS = {
    "token",
    "algorithm",
    "signing_key",
    "signing_secret",
    "advanced_opt_out",
    "keywords",
    "line_types",
    "campaigns",
}
Handler = Callable[["Control", web.Request], Awaitable[Any]]


class Control:
    """What a test may do, as methods; the HTTP routes call these."""

    def __init__(self, world: World) -> None:
        self.world = world

    def number(self, number: str, **settings: Any) -> Number:
        """Add a number of the account, or change its webhooks."""
        added = self.world.account.add(number, **settings)
        added.sid = added.sid or self.world.sids.new("PN")
        return added

    def phones(self, told: dict[str, Any]) -> None:
        """Say how phones take calls: by number, or ``default``."""
        for number, behaviour in told.items():
            if number == "default":
                self.world.phones.default = Phone.of(behaviour)
            else:
                self.world.phones.set(number, behaviour)

    def texts(self, told: dict[str, int | None]) -> None:
        """Say with which error texts to a number fail; None: they arrive."""
        self.world.text_errors |= {to: code for to, code in told.items() if code}
        for to, code in told.items():
            if code is None:
                self.world.text_errors.pop(to, None)

    def call(self, from_: str, to: str, steps: list[dict[str, Any]] | None = None) -> Leg:
        """Let somebody call a number of the account."""
        return exchange.call_in(self.world, self._own(to), from_, script(steps or []))

    def act(self, sid: str, steps: list[dict[str, Any]]) -> None:
        """Let the far end of a leg do something now."""
        leg = self.world.legs[sid]
        self.world.tasks.start(leg.act(script(steps)))

    def text(self, from_: str, to: str, body: str) -> str:
        """Let somebody text a number of the account; returns the sid."""
        return texting.text_in(self.world, self._own(to), from_, body).sid

    def settings(self, told: dict[str, Any]) -> None:
        """Change settings of the account."""
        for name, value in told.items():
            if name not in SETTINGS:
                raise ValueError(f"there is no setting {name!r}; there are {sorted(SETTINGS)}")
            setattr(self.world.account, name, value)

    def health(self) -> dict[str, Any]:
        """How much is going on, and what crashed."""
        world = self.world
        return {
            "now": world.now(),
            "legs_open": sum(not leg.over for leg in world.legs.values()),
            "legs": len(world.legs),
            "tasks": len(world.tasks),
            "crashes": [repr(crash) for crash in world.tasks.crashes],
            "counts": dict(world.ledger.counts),
        }

    def _own(self, number: str) -> Number:
        if number not in self.world.account.numbers:
            raise ValueError(
                f"to: {number} is no number of the account; add it at /control/numbers"
            )
        return self.world.account.numbers[number]


async def add_numbers(control: Control, request: web.Request) -> None:
    """``POST [{number, voice_url, …}]``."""
    for told in await request.json():
        control.number(**told)


async def set_phones(control: Control, request: web.Request) -> None:
    """``POST {number: phone or [phones]}``."""
    control.phones(await request.json())


async def set_texts(control: Control, request: web.Request) -> None:
    """``POST {number: error code or null}``."""
    control.texts(await request.json())


async def order_faults(control: Control, request: web.Request) -> None:
    """``POST [fault]``."""
    control.world.faults.order(await request.json())


async def list_faults(control: Control, _request: web.Request) -> list[dict[str, Any]]:
    """The open faults."""
    return control.world.faults.shown()


async def clear_faults(control: Control, _request: web.Request) -> None:
    """Drop all faults."""
    control.world.faults.clear()


async def inbound_call(control: Control, request: web.Request) -> dict[str, str]:
    """``POST {from, to, steps}``."""
    told = await request.json()
    return {"sid": control.call(told["from"], told["to"], told.get("steps")).sid}


async def act(control: Control, request: web.Request) -> None:
    """``POST [steps]``."""
    control.act(request.match_info["sid"], await request.json())


async def one_call(control: Control, request: web.Request) -> dict[str, Any]:
    """What a far end heard and said."""
    leg = control.world.legs[request.match_info["sid"]]
    return {"status": leg.status, "heard": leg.heard, "said": leg.said, "far": leg.far}


async def inbound_text(control: Control, request: web.Request) -> dict[str, str]:
    """``POST {from, to, body}``."""
    told = await request.json()
    return {"sid": control.text(told["from"], told["to"], told["body"])}


async def change_settings(control: Control, request: web.Request) -> None:
    """``POST {setting: value}``."""
    control.settings(await request.json())


async def read_ledger(control: Control, request: web.Request) -> list[dict[str, Any]]:
    """``GET ?after=number&kind=…``."""
    after = int(request.query.get("after", -1))
    return control.world.ledger.read(after, request.query.get("kind"))


async def show_health(control: Control, _request: web.Request) -> dict[str, Any]:
    """How much is going on."""
    return control.health()


ROUTES: list[tuple[str, str, Handler]] = [
    ("POST", "/control/numbers", add_numbers),
    ("POST", "/control/phones", set_phones),
    ("POST", "/control/texts", set_texts),
    ("POST", "/control/faults", order_faults),
    ("GET", "/control/faults", list_faults),
    ("DELETE", "/control/faults", clear_faults),
    ("POST", "/control/calls/inbound", inbound_call),
    ("POST", "/control/calls/{sid}/act", act),
    ("GET", "/control/calls/{sid}", one_call),
    ("POST", "/control/texts/inbound", inbound_text),
    ("POST", "/control/settings", change_settings),
    ("GET", "/control/ledger", read_ledger),
    ("GET", "/control/health", show_health),
]


def add_routes(app: web.Application, control: Control) -> None:
    """Add the control API to ``app``."""
    for method, path, handler in ROUTES:
        app.router.add_route(method, path, _endpoint(control, handler))


def _endpoint(
    control: Control, handler: Handler
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            body = await handler(control, request)
        except (ValueError, TypeError, KeyError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response(body)

    return answer
