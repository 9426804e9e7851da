"""One identity for everybody, whatever the roles; and the organisations that people come from."""
