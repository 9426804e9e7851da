"""What the API takes and gives of study visits."""
