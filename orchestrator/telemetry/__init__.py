"""What goes on, for OpenTelemetry: a call as a trace, its actions as spans, metrics."""
