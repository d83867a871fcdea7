"""`python -m tests.botapi --port 0`: the server as a process; prints its port on the first line."""

from __future__ import annotations

import argparse
import asyncio
import signal

from .server import BotApi


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--token", default="42:TEST")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=int, default=None, help="messages remembered per chat; default all")
    parser.add_argument("--retry-delay", type=float, default=1.0, help="first pause of a failing webhook")
    return parser.parse_args()


async def serve() -> None:
    """Runs until SIGTERM or Ctrl-C."""
    options = _arguments()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with BotApi(
        options.token,
        port=options.port,
        seed=options.seed,
        keep=options.keep,
        retry_delay=options.retry_delay,
    ) as api:
        print(api.port, flush=True)
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve())
