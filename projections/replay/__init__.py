"""Replay of one call, event by event. Pure functions of the call's events; nothing is stored.

``timeline`` lists the events, ``lanes`` arranges them by who did them and when, ``findings`` picks
out what a reader has to look at. ``state`` gives the call at any event and what changed between
two, ``event_text`` describes an event in a sentence.
"""
