"""What can be asked over HTTP: one resource a module."""
