"""What each TwiML verb does on a leg."""
