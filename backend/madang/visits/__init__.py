"""Study visits: who goes where, by wishes, capacities and minimums."""
