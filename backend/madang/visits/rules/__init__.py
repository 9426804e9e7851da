"""Who goes on which option of a study visit, and why. All pure."""

from madang.visits.rules.assignment import assign
from madang.visits.rules.shapes import Because, Candidate, Offer, Placing, Plan, Shortfall

__all__ = ["Because", "Candidate", "Offer", "Placing", "Plan", "Shortfall", "assign"]
