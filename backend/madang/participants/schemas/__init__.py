"""Participants as the API takes and gives them."""
