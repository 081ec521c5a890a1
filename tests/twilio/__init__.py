"""A stand-in for Twilio: its REST endpoints, its TwiML, its callbacks, and phones by script.

``python -m tests.twilio --port 8900`` serves it; ``tests.twilio.standin.standing_in`` does so
inside a test. The folder's README describes scripts, faults and the control API.
"""
