"""Accounts, roles, sign-in, tokens."""
