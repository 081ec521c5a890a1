"""Webhooks that go out: what happened in a workspace, sent where it asked for it."""
