"""Listening for browsers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import structlog
import uvicorn
from starlette.types import ASGIApp

from bot.failures import CannotListen

log = structlog.get_logger("review")

GOODBYE = 1
"""Seconds that open requests get at the end."""


AGAIN = 30.0
"""Seconds after which an address that could not be had is tried again."""


class _Server(uvicorn.Server):
    """A server that leaves signals to the program that it is a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield


@asynccontextmanager
async def served(app: ASGIApp, address: str) -> AsyncIterator[str]:
    """Serves the page while it is entered; gives the address that it is bound to."""
    with bound(address) as opened:
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", server_header=False, proxy_headers=False,
            timeout_graceful_shutdown=GOODBYE, loop="asyncio", http="h11", ws="none",
        )  # fmt: skip
        server = _Server(config)
        serving = asyncio.create_task(server.serve([opened]))
        try:
            host, port = opened.getsockname()[:2]
            yield f"{host}:{port}"
        finally:
            server.should_exit = True
            await serving


async def keep_serving(app: ASGIApp, address: str) -> None:
    """Serves the page until it is cancelled. What else goes on does not wait for it: while the address can't be
    had (by a `goodterms review` that is open, say), it is tried again.
    """
    while True:
        try:
            async with served(app, address) as place:
                log.info("the page is served", address=place)
                await asyncio.Event().wait()
        except CannotListen as error:
            log.error(str(error), again_in=AGAIN)
            await asyncio.sleep(AGAIN)


@contextmanager
def bound(address: str) -> Iterator[socket.socket]:
    """A socket that listens at an address. Raises CannotListen where that can't be had."""
    host, _, port = address.rpartition(":")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host.strip("[]") or None, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        opened = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as error:
        raise CannotListen(f"REVIEW_LISTEN {address} can't be used: no such address") from error
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(place)
        opened.listen(128)
        yield opened
    except (OSError, OverflowError) as error:
        raise CannotListen(f"REVIEW_LISTEN {address} can't be used: {getattr(error, 'strerror', error)}") from None
    finally:
        opened.close()
