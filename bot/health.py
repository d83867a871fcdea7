"""Listening for HTTP, and the page that says whether all is well."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.failures import CannotListen

Report = Callable[[], Awaitable[tuple[bool, Mapping[str, Any]]]]
"""Whether all is well, and the figures."""

Page = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def listening(setting: str, address: str, *routes: web.RouteDef) -> AsyncIterator[None]:
    """Serves pages while it is entered. `setting` is the name of the setting that gave the address."""
    app = web.Application(client_max_size=2**20)
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        host, _, port = address.rpartition(":")
        try:
            await web.TCPSite(runner, host.strip("[]") or None, int(port)).start()
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or "no such address"
            raise CannotListen(f"{setting} {address} can't be used: {reason}") from None
        yield
    finally:
        await runner.cleanup()


def health(report: Report) -> web.RouteDef:
    """The page /healthz: 200 if all is well, else 503; the figures as JSON."""

    async def page(_: web.Request) -> web.StreamResponse:
        well, figures = await report()
        return web.json_response({"ok": well, **figures}, status=200 if well else 503)

    return web.get("/healthz", page)
