"""HTTP for python-telegram-bot, on aiohttp: quick under a crowd, and silent about what it carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 32
ANSWER = 20.0
"""Seconds to wait for an answer."""


class Transport(BaseRequest):
    """One pool of connections for all calls; who calls decides how many are in flight."""

    def __init__(self, answer: float = ANSWER) -> None:
        self._answer = answer
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer, unless a call says otherwise."""
        return self._answer

    async def initialize(self) -> None:
        """Opens the pool."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Closes the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, url: str, parameters: Mapping[str, Any]) -> Any:
        """Calls a method with JSON, and gives its result as plain JSON: without what the library does besides."""
        return await self.post(url, _Json(parameters))  # type: ignore[arg-type]

    async def fetch(self, url: str, answer: float | None = None, **parameters: Any) -> Any:
        """Calls a method with plain values, and gives its result as plain JSON."""
        written = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in parameters.items()
            if value is not None
        }
        return await self.post(f"{url}?{urlencode(written)}", read_timeout=self._answer if answer is None else answer)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request. What goes wrong on the way is a NetworkError whose words hold no URL: it has the token."""
        if self._session is None:
            raise RuntimeError("the transport is not open")
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._answer
        proxy = _proxy_to(url[: url.index("/", len("https://"))])
        try:
            async with self._session.request(
                method, url, timeout=_timeout(seconds), proxy=proxy, **_body(request_data)
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The JSON of an answer. Unlike the library's own, it does not log what it can't read."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise TelegramError("the answer is no JSON") from None


@cache
def _timeout(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, sock_connect=min(10.0, seconds))


@cache
def _proxy_to(origin: str) -> str | None:
    """The way out that the environment names, such as HTTPS_PROXY. Left to itself, aiohttp looks at each call."""
    address = urlsplit(origin)
    return None if proxy_bypass(address.hostname or "") else getproxies().get(address.scheme)


class _Json:
    """Parameters that are ready to be sent."""

    contains_files = False

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = parameters


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": json.dumps(data.parameters).encode(), "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (file_name, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return {"data": form}
