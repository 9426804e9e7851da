"""Madang: programme, participants, city delegations and action plans of a training."""

__version__ = "0.1.0"
