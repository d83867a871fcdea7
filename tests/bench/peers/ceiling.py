"""No framework at all: how fast the server and this machine could be. Keeps nothing, handles a batch, confirms it."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import aiohttp

IN_FLIGHT = 12


async def main(root: str, token: str, _folder: str) -> None:
    """Polls until it is killed."""
    offset = 0
    slots = asyncio.Semaphore(IN_FLIGHT)
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **arguments: Any) -> Any:
            async with session.post(f"{root}/bot{token}/{method}", json=arguments) as answer:
                return (await answer.json())["result"]

        async def echo(message: dict[str, Any]) -> None:
            async with slots:
                await call("sendMessage", chat_id=message["chat"]["id"], text=message["text"])

        while True:
            updates = await call("getUpdates", offset=offset, timeout=10)
            await asyncio.gather(*(echo(update["message"]) for update in updates))
            offset = updates[-1]["update_id"] + 1 if updates else offset


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
