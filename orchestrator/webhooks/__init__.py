"""Reports that come in over HTTP: checked, recorded once (docs/reference/host-protocol.md)."""
