"""Study visits: options with places, hosts, ranked preferences and who goes where."""
