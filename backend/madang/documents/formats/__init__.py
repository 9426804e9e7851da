"""Formats of documents: each renders what `outline` or `sheets` says, all pure and slow enough for a thread."""
