"""What runs in the room while a session is on: the speaker's time, the same on every screen."""
