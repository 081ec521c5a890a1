"""Webhooks: the events of a workspace, sent to the endpoints that subscribed to them."""
