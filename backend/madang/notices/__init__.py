"""Who must hear of what: changes that touch a person, told once, and who has not acknowledged them."""
