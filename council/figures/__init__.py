"""The secretariat's numbers: what each means, and the pictures of them."""
