"""Files that people hand in: received in pieces, checked, kept beside the database."""
