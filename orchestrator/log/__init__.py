"""The event log: append events durably, read and fold streams, follow what is appended.

``log.EventLog`` is what one process uses. Below it are ``writer`` (group commit), ``store`` (one
database), the SQLite and PostgreSQL recorders, and ``mapper`` (events to bytes and back).
"""
