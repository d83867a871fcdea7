"""aiogram's state machine with what it knows in Redis; REDIS_URL says where.

Defaults everywhere but for one thing: its connections to Redis come from a pool that waits for a free
one. The default pool has 100, refuses the 101st, and in a crowd of 1,500 most texts are then lost to
MaxConnectionsError. That would be a figure too, but none that could be compared.

Two questions that take turns; the person's texts are counted, and the count is said, so that what
was forgotten shows. Somebody whom it does not know any more is not answered until they say /start.
"""

from __future__ import annotations

import asyncio
import os
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import Message
from redis.asyncio import BlockingConnectionPool, Redis


class Talk(StatesGroup):
    """Which question stands open."""

    one = State()
    other = State()


pool = BlockingConnectionPool.from_url(os.environ["REDIS_URL"], timeout=None)
dispatcher = Dispatcher(storage=RedisStorage(Redis(connection_pool=pool)))


async def _count(message: Message, state: FSMContext, to: State) -> None:
    texts = (await state.get_data()).get("texts", 0) + 1
    await state.update_data(texts=texts)
    await state.set_state(to)
    await message.answer(f"{texts}: {message.text}")


@dispatcher.message(CommandStart())
@dispatcher.message(Talk.other)
async def ask_one(message: Message, state: FSMContext) -> None:
    """Takes an answer, asks the first question."""
    await _count(message, state, Talk.one)


@dispatcher.message(Talk.one)
async def ask_other(message: Message, state: FSMContext) -> None:
    """Takes an answer, asks the second question."""
    await _count(message, state, Talk.other)


async def main(root: str, token: str, _folder: str) -> None:
    """Polls until it is stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(root))
    await dispatcher.start_polling(Bot(token, session=session))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
