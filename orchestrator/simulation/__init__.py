"""Plays scripted callers against simulated carriers, in virtual or real time."""
