"""Finds transports that would hang up a call that was transferred."""

from hookflash.domain.errors import HookflashError


class HangsUpTransfers(HookflashError, ValueError):
    """The transport ends the carrier's call when its pipeline ends, also after a transfer."""


def check_hang_up(transport: object) -> None:
    """Raise :class:`HangsUpTransfers` if the serializer of ``transport`` hangs up by itself.

    Those of Twilio, Telnyx and Plivo do, unless they are told otherwise.
    """
    settings = getattr(transport, "_params", None)
    serializer = getattr(settings, "serializer", None)
    params = getattr(serializer, "_params", None)
    if getattr(params, "auto_hang_up", False):
        name = type(serializer).__name__
        raise HangsUpTransfers(
            f"{name}: auto_hang_up is on, which ends the carrier's call with the pipeline, also "
            "after a transfer; give it "
            f"params={name}.InputParams(auto_hang_up=False): Hookflash hangs up when it is time"
        )
