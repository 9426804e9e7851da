"""Use cases of case studies."""
