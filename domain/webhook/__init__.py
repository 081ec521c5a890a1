"""Outgoing webhooks: a workspace's endpoints, their topics and their signing secrets."""
