"""The process that ``side_processes`` starts: reads functions and arguments, answers results."""

import os
import pickle
import signal
import sys
from contextlib import suppress
from pathlib import Path
from select import select
from typing import Any, BinaryIO, Final

IDLE_SECONDS: Final = 60.0
"""It ends after so long without work."""
_NICENESS: Final = 10
_LENGTH: Final = 8
_MEGABYTE: Final = 1024 * 1024
_STATM: Final = Path("/proc/self/statm")


def main() -> None:
    """Do what is asked on the standard input until it is closed, or nothing is asked any more."""
    cpu_seconds, megabytes = map(int, sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    _limit_memory(megabytes * _MEGABYTE)
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what work prints is no answer
        while request := _next_request(sys.stdin.buffer):
            _limit_cpu(cpu_seconds)
            _send(answers, _answer(request))


def _next_request(requests: BinaryIO) -> bytes:
    """The next request; empty at the end."""
    if not select([requests], [], [], IDLE_SECONDS)[0]:
        return b""
    return requests.read(int.from_bytes(requests.read(_LENGTH)))


def _answer(request: bytes) -> tuple[str, Any]:
    try:
        work, args, more = pickle.loads(request)  # noqa: S301 - from our parent
        return "done", work(*args, **more)
    except MemoryError:
        return "memory", None
    except Exception as error:  # noqa: BLE001 - the parent reports it
        return "failed", f"{type(error).__name__}: {error}"


def _send(answers: BinaryIO, answer: tuple[str, Any]) -> None:
    content = pickle.dumps(answer)
    answers.write(len(content).to_bytes(_LENGTH) + content)
    answers.flush()


def _limit_cpu(seconds: int) -> None:
    """Have the system end this process if it uses ``seconds`` more of a processor."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        spent = resource.getrusage(resource.RUSAGE_SELF)
        until = int(spent.ru_utime + spent.ru_stime) + 1 + seconds
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def _limit_memory(size: int) -> None:
    """Refuse memory beyond ``size`` bytes more than now."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        now = int(_STATM.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + size, now + size))


if __name__ == "__main__":
    main()
