"""The HTTP API: one call center under ``/v1``, one workspace per key (docs/reference/http.md)."""
