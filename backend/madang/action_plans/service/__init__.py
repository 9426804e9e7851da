"""Use cases of action plans."""
