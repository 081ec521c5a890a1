"""``hookflash serve`` on Twilio as a process that is killed, and what must hold afterwards."""
