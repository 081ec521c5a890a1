"""The MCP server: what a coding assistant can see of a log, and its test calls."""
