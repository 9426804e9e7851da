"""What every domain stands on. No word of the programme is spoken here."""
