"""One REST request and what is needed to answer it."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from aiohttp import web
from multidict import MultiDict

from tests.twilio.leg import Leg
from tests.twilio.rest.paging import page
from tests.twilio.world import World

T = TypeVar("T")


class Exchanged:
    """A request with its form; ``status`` is that of the answer."""

    def __init__(self, world: World, request: web.Request, form: "MultiDict[str]") -> None:
        self.world = world
        self.request = request
        self.form = {name: form[name] for name in form}
        self._form = form
        self.status = 200

    def values(self, name: str) -> list[str]:
        """Every value of a field that may be given several times."""
        return self._form.getall(name, [])

    def page(
        self, key: str, found: Sequence[T], shown: Callable[[T], dict[str, Any]]
    ) -> dict[str, Any]:
        """One page of a list."""
        return page(self.request, key, found, shown)

    def number_sid(self, leg: Leg) -> str | None:
        """The sid of the account's number on this leg."""
        for each in (leg.to, leg.from_):
            if number := self.world.account.numbers.get(each):
                return number.sid
        return None

    async def settle(self) -> None:
        """Let what was just decided take effect, so that the answer shows it."""
        for _ in range(3):
            await asyncio.sleep(0)
