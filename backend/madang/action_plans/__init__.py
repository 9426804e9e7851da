"""Action plans: written together in the classroom, presented, endorsed at home and followed up."""
