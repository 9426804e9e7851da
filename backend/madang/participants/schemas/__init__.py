"""What the API of participants takes and gives."""
