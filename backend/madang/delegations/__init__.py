"""City delegations: invited local governments, their seats, their focal points."""
