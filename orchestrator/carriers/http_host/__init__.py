"""A host's voice platform and its texts, driven over HTTP (docs/reference/host-protocol.md)."""
