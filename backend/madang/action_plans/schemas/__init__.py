"""What the API of action plans takes and gives."""
