"""A server for coding assistants that debug calls (MCP); needs ``pip install 'hookflash[mcp]'``."""

try:
    from hookflash.orchestrator.mcp.http import open_http_app
    from hookflash.orchestrator.mcp.opening import open_server
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
        raise
    raise ImportError("hookflash.mcp needs mcp: pip install 'hookflash[mcp]'") from error

__all__ = ["open_http_app", "open_server"]
