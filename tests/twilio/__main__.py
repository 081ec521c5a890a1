"""``python -m tests.twilio``: a stand-in in a process of its own."""

import argparse
import asyncio
import signal
import time
from contextlib import suppress

from tests.rig.scaled_time import run_scaled
from tests.twilio.account import Account
from tests.twilio.standin import standing_in


def parser() -> argparse.ArgumentParser:
    """The options."""
    options = argparse.ArgumentParser(prog="python -m tests.twilio", description=__doc__)
    options.add_argument("--port", type=int, default=8900, help="0: any free port")
    options.add_argument("--speed", type=float, default=1.0, help="seconds that pass in a second")
    options.add_argument("--account", default=Account.sid)
    options.add_argument("--token", default=Account.token)
    options.add_argument("--seed", default=Account.seed, help="of sids and of chances")
    options.add_argument(
        "--algorithm", default=Account.algorithm, choices=["HMAC_SHA1", "HMAC_SHA256"]
    )
    return options


async def serve(told: argparse.Namespace) -> None:
    """Serve until a signal; the first line printed is the address."""
    account = Account(told.account, told.token, told.algorithm, seed=told.seed)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with standing_in(account, port=told.port, begun=time.time()) as standin:
        print(standin.url, flush=True)  # noqa: T201 - for the process that started it
        await stopped.wait()


if __name__ == "__main__":
    told = parser().parse_args()
    with suppress(KeyboardInterrupt):
        run_scaled(serve(told), told.speed)
