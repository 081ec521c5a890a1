"""LiveKit Agents: an agent that Hookflash decides for, and telephony through LiveKit's API.

Needs ``pip install 'hookflash[livekit]'``.
"""

try:
    from hookflash.orchestrator.agents.livekit.agent import HookflashAgent
    from hookflash.orchestrator.agents.livekit.telephony import LiveKitTelephony
except ModuleNotFoundError as missing:  # pragma: no cover - tests have every extra
    if (missing.name or "").split(".")[0] not in ("livekit", "aiohttp", "google"):
        raise
    raise ImportError(
        "hookflash.livekit needs LiveKit: pip install 'hookflash[livekit]'"
    ) from missing

__all__ = ["HookflashAgent", "LiveKitTelephony"]
