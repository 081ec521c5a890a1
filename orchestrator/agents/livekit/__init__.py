"""LiveKit: an agent of a session that a desk decides for, and telephony through LiveKit's API."""
