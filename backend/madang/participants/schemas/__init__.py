"""What the API takes and gives of participants."""
