"""Public and read-only: the agenda of a release in every format, fast."""
