"""What mails say: one renderer a kind, in the reader's language."""
