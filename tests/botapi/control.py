"""Control over HTTP, for tests in another process: POST a JSON object to /control/<name>.

Every answer is JSON: {"ok": true, "result": ...} or {"ok": false, "description": "..."}.
The names are the public functions of this module; their keyword arguments are the JSON's keys.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .errors import JsonDict
from .people import Act, Person
from .world import Sent

if TYPE_CHECKING:
    from .server import BotApi

ACTS = {
    "says", "starts", "sends", "sends_photo", "sends_voice", "sends_sticker", "sends_location",
    "sends_contact", "sends_poll", "forwards", "edits", "presses", "reacts", "blocks", "unblocks",
    "adds_bot", "removes_bot",
}  # fmt: skip


async def handle(api: BotApi, name: str, request: web.BaseRequest) -> web.Response:
    """Answers one control call."""
    body = await request.read()
    try:
        result = COMMANDS[name](api, **(json.loads(body) if body else {}))
        if inspect.isawaitable(result):
            result = await result
        return web.json_response({"ok": True, "result": result})
    except (LookupError, TypeError, ValueError, TimeoutError) as error:
        answer = {"ok": False, "description": f"{type(error).__name__}: {error}"}
        return web.json_response(answer, status=400)


def do(api: BotApi, act: str, user: int, group: int | None = None, **arguments: Any) -> JsonDict:
    """Lets a person do something: `act` is a method of Person, the rest its arguments."""
    if act not in ACTS:
        raise ValueError(f"a person can't {act}; known: {', '.join(sorted(ACTS))}")
    options = arguments.pop("options", ())
    done: Act = getattr(_person(api, user, group), act)(*options, **arguments)
    return done._asdict()


def person(api: BotApi, user: int, first_name: str = "", met: bool = False, **more: Any) -> JsonDict:
    """Makes a person known (and, with `met`, reachable)."""
    return api.user(user, first_name, met=met, **more).json


def push(api: BotApi, update: JsonDict) -> int:
    """Adds any JSON as an update; gives its id."""
    return api.push(update)


def crowd(api: BotApi, users: int, texts: int = 1, text: str = "hi", first: int = 1000) -> int:
    """Many people say the same, turn by turn; gives how many updates that made."""
    for number in range(texts):
        for user in range(first, first + users):
            api.user(user).says(f"{text} {number}")
    return users * texts


def accepted(api: BotApi, chat: int | None = None, after: int = 0) -> list[JsonDict]:
    """The bot's messages in order of acceptance, those with a number above `after`."""
    return [_sent(sent) for sent in api.accepted(chat) if sent.number > after]


async def next_message(api: BotApi, user: int, group: int | None = None, timeout: float = 5.0) -> JsonDict:
    """The next message to a person that was not given out yet."""
    return _sent(await _person(api, user, group).next_message(timeout))


def actions(api: BotApi, chat: int) -> list[tuple[float, str]]:
    """Chat actions in a chat, with their times."""
    return list(api.world.chats[chat].actions)


def presses(api: BotApi) -> list[JsonDict]:
    """Every button press and what the bot answered."""
    return [
        {"query_id": one.query_id, "person": one.person_id, "data": one.data, "answer": one.answer}
        for one in api.world.presses.values()
    ]


def updates(api: BotApi) -> JsonDict:
    """Ids of the updates that wait, and of those that are confirmed (with times)."""
    return {"pending": list(api.updates.pending), "confirmed": api.updates.confirmed}


def faults(api: BotApi, seed: int | None = None, **plan: Any) -> None:
    """Begins trouble; without arguments, ends it."""
    api.faults(seed, **plan)


def limits(api: BotApi, on: bool = True, **pace: Any) -> None:
    """Switches rate limits on or off."""
    api.limits(on, **pace)


def counters(api: BotApi) -> dict[str, int]:
    """All counters."""
    return api.count()


async def settled(api: BotApi, quiet: float = 0.3, timeout: float = 10.0) -> dict[str, int]:
    """Waits until all is confirmed and quiet; gives the counters."""
    await api.settled(quiet, timeout)
    return api.count()


COMMANDS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (
        do, person, push, crowd, accepted, next_message, actions, presses, updates, faults, limits, counters,
        settled,
    )
}  # fmt: skip


def _person(api: BotApi, user: int, group: int | None) -> Person:
    return api.user(user) if group is None else api.member(user, group)


def _sent(sent: Sent) -> JsonDict:
    facts = {
        "number": sent.number, "at": sent.at, "answered": sent.answered, "deleted": sent.deleted,
        "silent": sent.silent, "edits": [edit._asdict() for edit in sent.edits],
        "buttons": [button._asdict() for button in sent.buttons], "markup": sent.markup,
    }  # fmt: skip
    return sent.as_json() | facts
