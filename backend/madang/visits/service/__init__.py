"""Use cases of study visits."""
