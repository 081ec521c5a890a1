"""Logs that earlier commits wrote, and the program that makes them: see README.md."""
