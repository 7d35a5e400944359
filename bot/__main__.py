"""`python -m bot` is `mosavabe`."""

from bot.cli import main

if __name__ == "__main__":
    main()
