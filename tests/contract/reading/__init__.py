"""Answers while a part of the log cannot be read in order yet."""
