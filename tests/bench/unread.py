"""`goodterms run` without the encoder, to see beside it what reading costs."""

from __future__ import annotations

from bot import cli
from bot.texts import read_books

if __name__ == "__main__":
    cli.load_books = read_books
    cli.main()
