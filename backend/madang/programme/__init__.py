"""Editions, venues, sessions with people in roles, and the releases that make a programme public."""
