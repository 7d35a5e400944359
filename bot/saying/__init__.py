"""What is said and how: words, buttons, what a tap means, and the calls that carry them."""
