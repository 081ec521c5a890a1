"""A host's telephony and messaging, driven over HTTP (docs/reference/host-protocol.md)."""
