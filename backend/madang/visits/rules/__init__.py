"""The hard thinking of visits, pure."""
