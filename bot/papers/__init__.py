"""Documents and pictures that are handed out, each made in a process of its own."""
