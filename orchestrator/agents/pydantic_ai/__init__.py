"""Agents that are built with pydantic-ai: as our agent, or as one that the host runs at a desk."""
