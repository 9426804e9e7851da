"""Documents of plans: what they are made of, and what a workbook brings back."""
