"""The hard thinking of follow-up. All pure."""
