"""Updates of every kind that Telegram knows, with parts missing, doubled, too large or of the wrong type.

By hand: `python -m tests.fuzz --updates 100000`.
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bot import logs
from bot.telegram import pace
from tests.botapi import BotApi
from tests.botapi.updates import KINDS
from tests.phone import bot_on, rows

USER = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en"}
CHAT = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100, "type": "supergroup", "title": "Billing"}
FILE = {"file_id": "a", "file_unique_id": "b", "file_size": 3}
BASE = {"message_id": 5, "date": 1_795_000_000, "chat": CHAT, "from": USER}
PLACE = {"latitude": 41.9, "longitude": -87.6}

CONTENT: list[dict[str, Any]] = [
    {"text": "hello"},
    {"text": "/start case-1", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]},
    {"text": "Maple SNF"},
    {"text": "a < b & c > d"},
    {"text": "/start aW52aXRlLW1lLXBsZWFzZQ"},
    {"photo": [FILE | {"width": 1, "height": 1}], "caption": "look"},
    {"photo": [FILE | {"width": 1, "height": 1}], "media_group_id": "12"},
    {"voice": FILE | {"duration": 3}},
    {"sticker": FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
    {"video": FILE | {"width": 1, "height": 1, "duration": 1}},
    {"document": FILE},
    {"location": PLACE},
    {"venue": {"location": PLACE, "title": "a", "address": "b"}},
    {"contact": {"phone_number": "+15550100", "first_name": "Pat"}},
    {"dice": {"emoji": "🎲", "value": 3}},
    {"new_chat_title": "New"},
    {"pinned_message": BASE | {"text": "pinned"}},
    {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "X"}, "text": "theirs"},
    {"reply_to_message": BASE | {"text": "before"}, "text": "answer"},
    {"web_app_data": {"data": "x", "button_text": "y"}},
]


def _message(content: dict[str, Any], chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    return BASE | {"chat": chat} | content


def _member(status: str) -> dict[str, Any]:
    bot = {"id": 42, "is_bot": True, "first_name": "Bot"}
    return {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def _change(chat: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    members = {"old_chat_member": _member(old), "new_chat_member": _member(new)}
    return {"chat": chat, "from": USER, "date": 1} | members


def _reaction(chat: dict[str, Any]) -> dict[str, Any]:
    thumb = [{"type": "emoji", "emoji": "👍"}]
    return {"chat": chat, "message_id": 5, "user": USER, "date": 1, "old_reaction": [], "new_reaction": thumb}


def seeds() -> list[dict[str, Any]]:
    """At least one good update of every kind."""
    query = {"id": "9", "from": USER, "chat_instance": "1", "data": "0:1:consent:agree"}
    poll = {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "type": "regular"}
    found = [{kind: _message(content)} for content in CONTENT for kind in ("message", "edited_message")]
    found += [{"message": _message(content, GROUP)} for content in CONTENT]
    found += [{"callback_query": query | {"message": _message({"text": "which?"})}}, {"callback_query": query}]
    found += [{"my_chat_member": _change(CHAT, "kicked", "member")}, {"poll": poll | {"is_anonymous": True}}]
    found += [{"my_chat_member": _change(GROUP, "left", "member")}, {"chat_member": _change(GROUP, "left", "member")}]
    found += [{"message_reaction": _reaction(chat)} for chat in (CHAT, GROUP)]
    found += [{"inline_query": {"id": "1", "from": USER, "query": "q", "offset": ""}}]
    known = {kind for update in found for kind in update}
    return found + [{kind: _message({"text": "x"}) | query} for kind in KINDS if kind not in known]


STRANGE: list[Any] = [
    None, True, 0, -1, 2**31, 2**63, 10**40, 1.5, "", " ", "x" * 5000, "\u0000", "\ud83d", "<b>&", "🎲" * 3000, "７",
    [], {}, [[]], [None], {"id": None}, {"id": "7"}, "2026-01-01", float("1e308"),
]  # fmt: skip


def mutated(update: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The update with one to four changes somewhere in it."""
    changed = copy.deepcopy(update)
    for _ in range(chance.randrange(5)):
        _change_one(changed, chance)
    return changed


def _change_one(update: dict[str, Any], chance: random.Random) -> None:
    node: Any = update
    for _ in range(chance.randrange(1, 6)):
        keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(node[key], dict | list) and chance.random() < 0.75:
            node = node[key]
            continue
        match chance.randrange(3):
            case 0:
                del node[key]
            case 1:
                node[key] = copy.deepcopy(chance.choice(STRANGE))
            case _ if isinstance(node, dict):
                node[chance.choice((*KINDS, "text", "from", "chat", "id"))] = copy.deepcopy(node[key])
        return


async def run(folder: Path, updates: int, seed: int = 0) -> Counter[str]:
    """Sends so many to the bot; what became of them. Fails if the bot does."""
    chance, kinds = random.Random(seed), seeds()
    pace.CHAT_BURST = 1e9  # whoever types this fast would be kept waiting for hours
    async with BotApi(seed=seed, keep=0) as api:
        api.user(7, "Ann", met=True)
        async with bot_on(api, folder) as task:
            for _ in range(0, updates, 500):
                for _ in range(min(500, updates)):
                    api.push(mutated(chance.choice(kinds), chance))
                while api.updates.pending:
                    if task.done():
                        task.result()
                        raise AssertionError("the bot ended by itself")
                    await asyncio.sleep(0.01)
            ben = api.user(8, "Ben")
            ben.says("/start")
            while not ben.chat.count:
                await asyncio.sleep(0.01)
    found: Counter[str] = Counter(updates=updates)
    found["heard"] = rows(folder, "SELECT count(*) FROM messages WHERE direction = 'in'")[0][0]
    for place, error, number in rows(folder, "SELECT place, error, count(*) FROM dead_letters GROUP BY 1, 2"):
        found["unreadable" if place == "bot.telegram.events" else f"{error} in {place}"] += number
    failed = "SELECT error, count(*) FROM messages WHERE error NOT IN ('BadRequest', 'Forbidden') GROUP BY 1"
    for error, number in rows(folder, failed):
        found[f"{error} when sending"] += number
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--updates", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    began = time.monotonic()
    logs.configure("error", "console")
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(Path(folder), options.updates, options.seed))
    for what, number in found.items():
        print(f"{number:>9,}  {what}")
    print(f"{time.monotonic() - began:>9.0f}  seconds")


if __name__ == "__main__":
    main()
