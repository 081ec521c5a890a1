"""Outgoing webhooks: endpoints, delivery, retries and the attempt log."""
