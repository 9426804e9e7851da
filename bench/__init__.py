"""How fast the public agenda is, beside the least that the same server could do. Loopback only; ends by itself."""
