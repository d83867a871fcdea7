"""python-telegram-bot as its own first example has it: says back what it hears, keeps nothing.

Arguments of every peer: root of the Bot API server, token, folder for what it keeps.
"""

from __future__ import annotations

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters


async def echo(update: Update, _context: Any) -> None:
    """Says the same back."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main(root: str, token: str, _folder: str) -> None:
    """Polls until it is stopped."""
    app = Application.builder().token(token).base_url(f"{root}/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
