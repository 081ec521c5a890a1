"""Twilio: its REST client, TwiML, callbacks and ConversationRelay."""
