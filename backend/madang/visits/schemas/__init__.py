"""Visits as the API takes and gives them."""
