"""Sound on a call: frames, speech and silence, and the words in them. Carriers share it."""
