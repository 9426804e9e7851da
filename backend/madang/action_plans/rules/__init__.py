"""Rules of action plans, all pure: which fields there are, what they add up to, how changes meet."""
