"""Telemetry: calls as traces, actions as spans, metrics for OpenTelemetry, and logging.

See docs/how-to/observe.md.
"""
