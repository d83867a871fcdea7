"""The Bot API server itself: HTTP in, the right method, JSON (or trouble) out."""

from __future__ import annotations

import asyncio
import inspect
import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from . import control
from .errors import JsonDict, Refused, conflict
from .faults import Fault, Faults
from .limits import Pace
from .methods import LARGEST_UPLOAD, Methods
from .params import Params, read_params
from .people import Member, Person
from .profile import Profile
from .updates import WEEK, UpdateQueue
from .webhook import Webhook
from .world import Chat, Sent, World

JSON = {"Content-Type": "application/json"}
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
Method = Callable[[Params], Any]


class BotApi:
    """A Bot API server for one bot on 127.0.0.1, for use as an asynchronous context manager.

    `keep` limits how many messages per chat are remembered (None: all; 0 or a small number for
    benchmarks). `idle_gap` is the silence in seconds after which update ids begin anew at random;
    `callback_lifetime` how long a button press may be answered; `retry_delay` the first pause
    before a webhook is tried again.
    """

    def __init__(
        self,
        token: str = "42:TEST",
        *,
        port: int = 0,
        username: str = "good_terms_bot",
        seed: int = 0,
        keep: int | None = None,
        idle_gap: float = WEEK,
        callback_lifetime: float = 30.0,
        retry_delay: float = 1.0,
    ) -> None:
        bot = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Bot", "username": username}
        self.token = token
        self.port = port
        self.counters: Counter[str] = Counter()
        self.world = World(bot, self.counters, seed=seed, keep=keep)
        self.updates = UpdateQueue(self.counters, seed=seed, idle_gap=idle_gap)
        self.updates.keeps_confirmed = keep is None
        self.webhook = Webhook(self.updates, retry_delay=retry_delay)
        self.profile = Profile(self.world)
        self.pace = Pace()
        self._faults = Faults(seed)
        self._methods = Methods(self.world, self.pace, callback_lifetime=callback_lifetime)
        self._table = self._method_table()
        self._people: dict[tuple[int, int], Person] = {}
        self._runner: web.ServerRunner | None = None

    @property
    def root(self) -> str:
        """The root to give to a bot: `TELEGRAM_API_URL`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """`base_url` for python-telegram-bot."""
        return f"{self.root}/bot"

    @property
    def file_url(self) -> str:
        """`base_file_url` for python-telegram-bot."""
        return f"{self.root}/file/bot"

    async def __aenter__(self) -> BotApi:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listens; with port 0, on any free port."""
        server = web.Server(self._handle, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Ends deliveries, long polls and connections."""
        await self.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def user(self, user_id: int, first_name: str = "", *, met: bool = False, **more: Any) -> Person:
        """A person; made on first mention. `met` spares the first message to the bot.

        `more` are fields of Telegram's User, such as `last_name`, `username`, `language_code`.
        """
        if (user_id, user_id) not in self._people:
            name = {"id": user_id, "first_name": first_name or f"Person {user_id}"} | more
            chat = self._chat(name | {"type": "private"})
            json_user = {"is_bot": False, "language_code": "en"} | name
            self._people[user_id, user_id] = Person(self.world, self.updates, json_user, chat)
        person = self._people[user_id, user_id]
        person.chat.met = person.chat.met or met
        return person

    def member(self, user_id: int, group_id: int, title: str = "Group") -> Member:
        """A person as a member of a group (a negative id); both are made on first mention."""
        person = self._people.get((user_id, group_id))
        if not isinstance(person, Member):
            chat = self._chat({"id": group_id, "title": title, "type": "supergroup"})
            person = Member(self.world, self.updates, self.user(user_id).json, chat)
            self._people[user_id, group_id] = person
        return person

    def push(self, update: JsonDict) -> int:
        """Any JSON as an update (without its id), also one that no library can read."""
        return self.updates.push_raw(update)

    def accepted(self, chat_id: int | None = None) -> list[Sent]:
        """The bot's messages in one chat, or in all, in order of acceptance."""
        if chat_id is not None:
            chat = self.world.chats.get(chat_id)
            return list(chat.log) if chat is not None else []
        every = [sent for chat in self.world.chats.values() for sent in chat.log]
        return sorted(every, key=lambda sent: sent.number)

    def faults(self, seed: int | None = None, **plan: Any) -> None:
        """Begins trouble, see `faults.Plan`; without arguments, ends it."""
        self._faults.set(seed, **plan)

    def limits(self, on: bool = True, **pace: Any) -> None:
        """Switches rate limits on (or off), see `limits.Pace`, with full allowances."""
        fresh = Pace(on=on, **pace)
        self._methods.pace = self.pace = fresh

    def count(self) -> dict[str, int]:
        """All counters: calls by method, refusals by code, faults by kind, updates, messages."""
        own = {"ignored_retry_after": self.pace.ignored, "updates.pending": len(self.updates.pending)}
        faults = {f"faults.{name}": number for name, number in self._faults.happened.items()}
        return dict(self.counters) | faults | own

    async def settled(self, quiet: float = 0.3, timeout: float = 10.0) -> None:
        """Waits until every update is confirmed and no call has come for `quiet` seconds."""
        deadline = time.monotonic() + timeout
        seen, since = -1, time.monotonic()
        while self.updates.pending or time.monotonic() - since < quiet:
            if self._activity() != seen:
                seen, since = self._activity(), time.monotonic()
            if time.monotonic() > deadline:
                raise TimeoutError(f"not settled within {timeout} s: {self.count()}")
            await asyncio.sleep(0.02)

    def _activity(self) -> int:
        return self.counters["calls"] - self.counters["calls.getupdates"] + self.counters["updates.pushed"]

    def _chat(self, chat_json: JsonDict) -> Chat:
        return self.world.chats.setdefault(chat_json["id"], Chat(chat_json))

    def _method_table(self) -> dict[str, Method]:
        table: dict[str, Method] = {}
        for part in (self._methods, self.profile):
            for name, method in inspect.getmembers(part, inspect.ismethod):
                if not name.startswith("_"):
                    table[name.replace("_", "")] = method
        table["getupdates"] = self._get_updates
        table["setwebhook"] = self.webhook.set
        table["deletewebhook"] = self.webhook.remove
        table["getwebhookinfo"] = lambda _: self.webhook.info()
        return table

    async def _get_updates(self, params: Params) -> bytes:
        if self.webhook.url:
            raise conflict(
                "can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first"
            )
        return await self.updates.get(params)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if "%" in path:
            path = unquote(path)
        if path.startswith("/bot"):
            token, _, method = path[4:].partition("/")
            return await self._call(request, token, method.lower())
        if path.startswith("/control/"):
            return await control.handle(self, path.removeprefix("/control/"), request)
        return self._download(path)

    async def _call(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        """One call of the bot, with whatever trouble is due."""
        self.counters["calls"] += 1
        self.counters[f"calls.{method}"] += 1
        fault, delay = self._faults.draw(method)
        if fault is Fault.CUT_BEFORE:
            return _cut(request)
        if fault is Fault.BAD_GATEWAY:
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        try:
            answer = await self._answer(request, token, method, fault)
        except Refused as refused:
            self.counters[f"refused.{refused.code}"] += 1
            answer = _response(json.dumps(refused.envelope()).encode(), refused.code)
        if delay:
            await asyncio.sleep(delay)
        return _cut(request) if fault is Fault.CUT_AFTER else answer

    async def _answer(
        self, request: web.BaseRequest, token: str, method: str, fault: Fault | None
    ) -> web.Response:
        if token != self.token:
            raise Refused(401, "Unauthorized")
        params = await read_params(request)
        if fault is Fault.TOO_MANY:
            seconds = self._faults.plan.retry_after if self._faults.plan else 1
            raise self.pace.close(params.integer("chat_id"), seconds)
        handler = self._table.get(method)
        if handler is None:
            raise Refused(404, "Not Found: method not found")
        result = handler(params)
        if inspect.isawaitable(result):
            result = await result
        if isinstance(result, Sent):
            result.answered = result.answered and fault is not Fault.CUT_AFTER
            result = result.as_json()
        text = result if isinstance(result, bytes) else json.dumps(result).encode()
        return _response(b'{"ok":true,"result":' + text + b"}", 200)

    def _download(self, path: str) -> web.Response:
        for file in self.world.files.values():
            if path == f"/file/bot{self.token}/{file.path}":
                return web.Response(body=file.content)
        return _response(json.dumps(Refused(404, "Not Found").envelope()).encode(), 404)


def _request(*parts: Any) -> web.BaseRequest:
    """A request that may be as large as the largest document."""
    message, payload, protocol, writer, task = parts
    loop = asyncio.get_running_loop()
    size = LARGEST_UPLOAD + 1024 * 1024
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=size)


def _response(body: bytes, status: int) -> web.Response:
    return web.Response(body=body, status=status, headers=JSON)


def _cut(request: web.BaseRequest) -> web.Response:
    """Ends the connection; what is returned never reaches anybody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
