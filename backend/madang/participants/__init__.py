"""Participants: registrations, membership in delegations, consent, sensitive details, requirements."""
