"""How many live calls a process holds, and the error for one more than it may."""

from hookflash.domain.call.call import Call
from hookflash.domain.errors import HookflashError


class TooManyCalls(HookflashError, RuntimeError):
    """This process holds as many live calls as it may. The new call was not recorded.

    ``most`` is the limit, from ``Settings(most_live_calls=…)``.
    """

    def __init__(self, most: int) -> None:
        super().__init__(
            f"this process holds {most} live calls, which is its limit; send the call to another "
            "worker, try again later, or raise Settings(most_live_calls=…)"
        )
        self.most = most


class LiveCount:
    """The calls in memory that have not ended, test calls included."""

    def __init__(self) -> None:
        self._calls: set[str] = set()

    def __len__(self) -> int:
        return len(self._calls)

    def __contains__(self, call_id: str) -> bool:
        return call_id in self._calls

    def note(self, call: Call) -> None:
        """Count a call, or count it no more; one without events is none."""
        if call.position and call.state != "ended":
            self._calls.add(call.call_id)
        else:
            self._calls.discard(call.call_id)

    def forget(self, call_id: str) -> None:
        """Count a call no more that is not in memory any longer."""
        self._calls.discard(call_id)
