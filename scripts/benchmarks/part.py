"""What a part of the benchmarks is."""

from typing import Protocol

from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell


class Part(Protocol):
    """Measures contenders in turns.

    To add one: write a module with a ``measure`` like this, and give it a number in ``PARTS`` of
    ``scripts/benchmarks/__main__.py``. Titles of its tables begin with that number and a full stop.
    A turn runs in a process of :class:`~scripts.benchmarks.fleet.Fleet`, which waits in
    ``all_ready`` before it measures, and returns a :class:`~scripts.benchmarks.measuring.Run`;
    :class:`~scripts.benchmarks.meter.Meter` counts the CPU time of all processes, and ``stalls``
    watches the event loop. ``take_turns`` takes the turns, and ``ratio`` and ``cpu_ratio`` compare.
    What the issue or the manual promises is a :class:`~scripts.benchmarks.report.Goal`, printed
    whether it is met or not.
    """

    def __call__(self, scale: Scale, places: Places, tell: Tell) -> Findings:
        """Measure at ``scale``, in databases of ``places``; ``tell`` prints what is going on."""
        ...
