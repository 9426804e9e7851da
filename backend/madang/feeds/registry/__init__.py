"""The public registry of action plans: its list and its plans, in every format. Pure, but for what reads the tables."""
