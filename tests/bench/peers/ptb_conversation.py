"""python-telegram-bot's ConversationHandler with PicklePersistence, defaults everywhere.

Two questions that take turns; the person's texts are counted, and the count is said, so that what
was forgotten shows. Somebody whom it does not know any more is not answered until they say /start.
"""

from __future__ import annotations

import sys
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

ONE, OTHER = range(2)


async def _count(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    known: dict[str, Any] = context.user_data if context.user_data is not None else {}
    known["texts"] = known.get("texts", 0) + 1
    if update.message:
        await update.message.reply_text(f"{known['texts']}: {update.message.text}")


async def ask_one(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Takes an answer, asks the first question."""
    await _count(update, context)
    return ONE


async def ask_other(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Takes an answer, asks the second question."""
    await _count(update, context)
    return OTHER


def main(root: str, token: str, folder: str) -> None:
    """Polls until it is stopped."""
    kept = PicklePersistence(f"{folder}/kept.pickle")
    app = Application.builder().token(token).base_url(f"{root}/bot").persistence(kept).build()
    talk: ConversationHandler[ContextTypes.DEFAULT_TYPE] = ConversationHandler(
        entry_points=[CommandHandler("start", ask_one)],
        states={
            ONE: [MessageHandler(filters.TEXT & ~filters.COMMAND, ask_other)],
            OTHER: [MessageHandler(filters.TEXT & ~filters.COMMAND, ask_one)],
        },
        fallbacks=[],
        name="talk",
        persistent=True,
    )
    app.add_handler(talk)
    app.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
