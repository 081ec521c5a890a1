"""Frameworks that run the agent, each with a scripted model."""
