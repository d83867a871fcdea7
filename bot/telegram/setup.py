"""What people see of the bot before they write: commands, menu button, name and descriptions.

Each is asked for first and set only if it differs: Telegram allows a few changes of name a day.
"""

from __future__ import annotations

from collections.abc import Awaitable, Collection, Mapping

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)
from telegram.error import TelegramError

from flows.book import Book
from flows.commands import COMMANDS, OF_COACHES, OF_THE_CHANNEL

log = structlog.get_logger("telegram.setup")

_FOR_COACHES = frozenset({*COMMANDS, *OF_COACHES, *OF_THE_CHANNEL})

DEFAULT = "en"
"""The language for everybody whose own there is none of."""


async def set_up(bot: Bot, books: Mapping[str, Book], coaches: Collection[int]) -> None:
    """Brings the bot's profile up to date. What fails is logged, and waits for the next start."""
    for language, book in books.items():
        code = "" if language == DEFAULT else language
        await _attempt("commands", _commands(bot, book, code, BotCommandScopeAllPrivateChats(), COMMANDS))
        for coach in coaches:
            scope = BotCommandScopeChat(coach)
            await _attempt("commands of a coach", _commands(bot, book, code, scope, _FOR_COACHES))
        await _attempt("name", _name(bot, book, code))
        await _attempt("description", _description(bot, book, code))
        await _attempt("short description", _short_description(bot, book, code))
    await _attempt("menu button", _menu_button(bot))


async def _attempt(what: str, work: Awaitable[None]) -> None:
    try:
        await work
    except TelegramError as error:
        log.warning("could not be set", what=what, error=type(error).__name__)


async def _commands(bot: Bot, book: Book, code: str, scope: BotCommandScope, names: Collection[str]) -> None:
    words = book.table("telegram.commands")
    wanted = tuple(BotCommand(name, text) for name, text in words.items() if name in names)
    if await bot.get_my_commands(scope, code) != wanted:
        await bot.set_my_commands(wanted, scope, code)


async def _name(bot: Bot, book: Book, code: str) -> None:
    wanted = _profile(book, "name")
    if (await bot.get_my_name(code)).name != wanted:
        await bot.set_my_name(wanted, code)


async def _description(bot: Bot, book: Book, code: str) -> None:
    wanted = _profile(book, "description")
    if (await bot.get_my_description(code)).description != wanted:
        await bot.set_my_description(wanted, code)


async def _short_description(bot: Bot, book: Book, code: str) -> None:
    wanted = _profile(book, "short_description")
    if (await bot.get_my_short_description(code)).short_description != wanted:
        await bot.set_my_short_description(wanted, code)


async def _menu_button(bot: Bot) -> None:
    if not isinstance(await bot.get_chat_menu_button(), MenuButtonCommands):
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


def _profile(book: Book, what: str) -> str:
    return book.wordings(f"telegram.profile.{what}")[0]
