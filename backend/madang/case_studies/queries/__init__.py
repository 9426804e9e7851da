"""Every `select` of case studies, and which of them a caller may see."""
