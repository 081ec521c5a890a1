"""Twilio's REST endpoints."""
