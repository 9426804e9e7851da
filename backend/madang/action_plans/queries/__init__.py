"""Every `select` of action plans, and which of them a caller may see."""
