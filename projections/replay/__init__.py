"""Replay of one call, event by event. Pure functions of the call's events; nothing is stored.

``timeline`` lists the events, ``state`` gives the call at any of them and what changed between
two, ``event_text`` describes an event in a sentence.
"""
