"""What an operator does at the server, a module for each thing; bot/cli.py lists them."""
