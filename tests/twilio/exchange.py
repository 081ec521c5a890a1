"""Sets up legs: rings phones, answers them, and keeps each leg going while it has a program."""

from tests.twilio.account import Number
from tests.twilio.leg import Leg
from tests.twilio.parties import Step
from tests.twilio.ringing import end_with, live, ring
from tests.twilio.verbs.perform import Fetch, Source, perform
from tests.twilio.verbs.table import VERBS
from tests.twilio.world import World


def call_in(world: World, number: Number, from_: str, steps: tuple[Step, ...]) -> Leg:
    """Somebody calls ``number``: their script begins when the call is answered."""
    leg = world.new_leg("inbound", from_, number.number)
    world.follow(leg, number.status_callback, "completed", "POST")
    world.move(leg, "ringing")
    voice = Fetch(
        number.voice_url, number.voice_method, kind="voice", fallback=number.voice_fallback_url
    )
    run(world, leg, voice)
    world.tasks.start(live(leg, steps))
    return leg


def call_out(world: World, leg: Leg, source: Source, seconds: float) -> None:
    """Ring the phone of ``leg`` and perform ``source`` if it answers within ``seconds``."""
    world.tasks.start(_outbound(world, leg, source, seconds))


async def _outbound(world: World, leg: Leg, source: Source, seconds: float) -> None:
    if await ring(world, leg, seconds):
        run(world, leg, source)


def run(world: World, leg: Leg, source: Source) -> None:
    """Perform ``source`` on ``leg`` instead of what it performs; the leg ends with it."""
    former, leg.program = leg.program, world.tasks.start(perform(world, leg, source, VERBS))
    if former:
        leg.redirected = True
        former.cancel()
    world.tasks.start(end_with(leg, leg.program))
