"""The HTTP API: one call center under ``/v1``, one workspace a key (docs/reference/http.md)."""
