"""TwiML as the stand-in accepts it: what Twilio's own classes can produce, and nothing else."""
