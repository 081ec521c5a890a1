"""A server with two tenants: a large one that attacks, and a small one whose calls go on."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from hookflash import CallCenter, WorkspaceDocument
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from tests.servers.ports import free_ports

COMMAND: Final = str(Path(sys.executable).parent / "hookflash")
PATIENCE: Final = 60.0
QUIET: Final = "+14155550100"
NOISY: Final = "+14155550200"
MEMBERS: Final = 1_000
JOBS: Final = 200
OPT_OUTS: Final = 2_000
WORDS: Final = 300
"""What was said on the attacker's long call."""


@dataclass(frozen=True)
class Served:
    """The running server: its port, a key of each tenant, and the attacker's long call."""

    port: int
    quiet_key: str
    noisy_key: str
    long_call: str


@contextmanager
def serving(url: str) -> Iterator[Served]:
    """Serve the two tenants from the new database ``url``."""
    quiet_key, noisy_key, long_call = asyncio.run(_fill(url))
    (port,) = free_ports(1)
    command = [COMMAND, "serve", "--simulate", "--port", str(port), "--db", url]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=9), timeout=PATIENCE) as client:
            client.get(f"http://127.0.0.1:{port}/readyz").raise_for_status()
        yield Served(port, quiet_key, noisy_key, long_call)
    finally:
        server.terminate()
        server.wait(PATIENCE)


async def _fill(url: str) -> tuple[str, str, str]:
    async with CallCenter.open(url) as center:
        await center.apply(_document(_small("Quiet Office", QUIET)))
        await center.apply(_document(_large()))
        for bound in ("x", "y"):
            lines = "\\n".join(f"{bound}{index % 50}" for index in range(2_400))
            changed = _large() + f'  - {{name: Diff, instructions: "{lines}"}}\n'
            await center.apply(_document(changed))
        quiet = await center.keys.issue("quiet-office", "operate", "benchmark")
        noisy = await center.keys.issue("noisy-office", "configure", "benchmark")
        call = await center.receive_call(
            to=NOISY, from_="+14155550299", provider_call_id="long", test=True
        )
        await center.answer(call)
        for index in range(WORDS):
            await center.hear(call, f"What are your opening hours on day {index}?")
        return str(quiet), str(noisy), call


def _document(text: str) -> WorkspaceDocument:
    return workspace_in(text.encode(), "benchmark")


def _small(name: str, number: str, jobs: str = "Job 0") -> str:
    return f"""workspace: {name}
numbers:
  - number: "{number}"
    registration: approved
    flow:
      - agent: {{greeting: Good morning., jobs: [{jobs}]}}
      - voicemail: {{greeting: Please leave a message.}}
jobs:
  - name: Job 0
    instructions: "If the caller asks for the link, /Send SMS: https://example.com"
"""


def _large() -> str:
    jobs = "".join(
        f"  - name: Job {index}\n    instructions: {'When asked about prices, say so. ' * 20}\n"
        for index in range(1, JOBS)
    )
    members = "".join(
        f'  - {{name: Member {index}, phone: "+14155550101"}}\n' for index in range(MEMBERS)
    )
    listed = "".join(f'  - "+1415{3_000_000 + index}"\n' for index in range(OPT_OUTS))
    office = _small("Noisy Office", NOISY).removesuffix("\n")
    return f"opt_outs:\n{listed}members:\n{members}{office}\n{jobs}"
