"""Madang: programme, participants, city delegations and action plans of a training."""
