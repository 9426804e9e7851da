"""What spans domains: erasing a person everywhere, and giving them all that is known of them."""
