"""My schedule: what of a release is one person's, and the private calendar of it."""
