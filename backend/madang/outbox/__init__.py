"""Messages written in the caller's transaction as a kind and ids; a worker renders and sends them."""
