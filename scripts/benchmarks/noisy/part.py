"""Measures one tenant's ``hear`` while another one sends each of its most expensive requests."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx

from scripts.benchmarks.measuring import Run
from scripts.benchmarks.noisy.attacks import Attack, attacks
from scripts.benchmarks.noisy.neighbour import Hear, neighbour
from scripts.benchmarks.noisy.office import QUIET, Served, serving
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

HEADINGS: Final = (
    "one request of another tenant", "answer", "seconds", "hears", "p50 ms", "p99 ms", "p50", "p99"
)  # fmt: skip
GOAL: Final = 3.0
"""How many times its idle value the 99th percentile may be."""
PATIENCE: Final = 120.0
MAX_WAIT: Final = 20.0
"""Seconds that an attack may wait for its rate limit, in a turn."""
PAUSE: Final = 0.02
SETTLING: Final = 0.2
TOO_MANY: Final = 429


@dataclass
class Times:
    """When an attack was under way, and how it was answered; without an attack, idle times."""

    spans: list[tuple[float, float]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def run(self, hears: Sequence[Hear]) -> Run:
        """The hears that were under way at the same time."""
        spans = self.spans
        own = [h for h in hears if any(h.overlaps(began, ended) for began, ended in spans)]
        seconds = sum(ended - began for began, ended in spans)
        return Run(seconds, [hear.ended - hear.began for hear in own])


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure all attacks, each between two idle times of the same run."""
    with places.fresh("SQLite") as url, serving(url) as served:
        idle, attacked, hears = _measured(served, scale, tell)
    calm = idle.run(hears)
    rows = [_row("(nothing)", idle, calm, calm)]
    goals = []
    for name, under in attacked.items():
        run = under.run(hears)
        rows.append(_row(name, under, run, calm))
        late = run.percentile(99) / calm.percentile(99)
        what = f"hear p99 during “{name}”: of its idle value"
        goals.append(Goal(what, GOAL, late, " times", at_most=True))
    return Findings([Table("8. A hear while another tenant attacks", HEADINGS, (*rows,))], goals)


def _measured(
    served: Served, scale: Scale, tell: Tell
) -> tuple[Times, dict[str, Times], list[Hear]]:
    idle, attacked = Times(), {}
    with (
        neighbour(served.port, served.quiet_key, QUIET) as calling,
        httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=PATIENCE) as client,
    ):
        client.headers["Authorization"] = f"Bearer {served.noisy_key}"
        for attack in attacks(served.long_call):
            attacked[attack.name] = Times()
        for _ in range(scale.rounds):
            for attack in attacks(served.long_call):
                tell(f"8 noisy: {attack.name}")
                _rest(idle, scale.seconds)
                _attack(client, attack, attacked[attack.name], scale.seconds)
        _rest(idle, scale.seconds)
        return idle, attacked, calling.stop()


def _rest(idle: Times, seconds: float) -> None:
    time.sleep(SETTLING)
    began = time.perf_counter()
    time.sleep(seconds)
    idle.spans.append((began, time.perf_counter()))


def _attack(client: httpx.Client, attack: Attack, times: Times, seconds: float) -> None:
    """Send the request again and again; what its rate limit takes is no part of it."""
    spent, waited = 0.0, 0.0
    while spent < seconds and waited < MAX_WAIT:
        began = time.perf_counter()
        answer = client.request(
            attack.method, attack.path, content=attack.body, headers={"Content-Type": attack.kind}
        )
        if answer.status_code != TOO_MANY:
            _wait_for_views(client)
        ended = time.perf_counter()
        times.statuses.append(answer.status_code)
        times.spans.append((began, ended))
        spent += ended - began
        if answer.status_code == TOO_MANY:
            pause = float(answer.headers["Retry-After"])
            time.sleep(pause)
            waited += pause


def _wait_for_views(client: httpx.Client) -> None:
    """What follows from an attack is part of it."""
    while client.get("/readyz").json()["behind"]:
        time.sleep(PAUSE)


def _row(name: str, times_of: Times, run: Run, calm: Run) -> tuple[str, ...]:
    answers = ", ".join(map(str, sorted(set(times_of.statuses))))
    longest = max((ended - began for began, ended in times_of.spans), default=0.0)
    late = [run.percentile(50), run.percentile(99)]
    ratios = [run.percentile(p) / calm.percentile(p) for p in (50, 99)]
    return (
        name,
        answers or "none",
        plain(longest),
        f"{len(run.latencies)}",
        *(plain(1_000 * seconds) for seconds in late),
        *(times(ratio) for ratio in ratios),
    )
