"""Agents that speak for a workspace."""
