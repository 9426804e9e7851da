"""Case studies: the call for each plenary, what delegations hand in, its review and selection."""
