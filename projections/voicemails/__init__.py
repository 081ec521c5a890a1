"""Voicemails: the owner, status, recording and transcript of each.

Read through ``inbox.queries``; the voicemail of a transfer is also in its trail. What is kept of
recordings: ``queries.Recordings``.
"""
