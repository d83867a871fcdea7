"""The methods about the bot itself: commands, names, descriptions, menu buttons."""

from __future__ import annotations

import json
import re
from typing import Any

from .errors import JsonDict, bad_request
from .params import Params
from .world import World

SCOPES = {
    "default": (), "all_private_chats": (), "all_group_chats": (), "all_chat_administrators": (),
    "chat": ("chat_id",), "chat_administrators": ("chat_id",), "chat_member": ("chat_id", "user_id"),
}  # fmt: skip
MAX_COMMANDS = 100
MAX_COMMAND = 32
MAX_COMMAND_DESCRIPTION = 256
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


class Profile:
    """What people see of the bot before they talk to it."""

    def __init__(self, world: World) -> None:
        self.commands: dict[tuple[str, str], list[JsonDict]] = {}
        """By scope (as JSON) and language."""
        self.texts: dict[tuple[str, str], str] = {}
        """`name`, `description` and `short_description` by language."""
        self.menu_buttons: dict[int, JsonDict] = {}
        """By chat id; 0 is the one for everybody."""
        self._world = world

    def get_me(self, _: Params) -> JsonDict:
        """GetMe"""
        return self._world.bot | {
            "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
            "can_connect_to_business": False, "has_main_web_app": False, "has_topics_enabled": False,
            "allows_users_to_create_topics": False, "can_manage_bots": False,
        }  # fmt: skip

    def set_my_commands(self, params: Params) -> bool:
        """SetMyCommands"""
        commands = params.structure("commands", "can't parse commands JSON object")
        if not isinstance(commands, list):
            raise bad_request("expected an Array of BotCommand")
        if len(commands) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self.commands[self._place(params)] = [_command(one) for one in commands]
        return True

    def get_my_commands(self, params: Params) -> list[JsonDict]:
        """getMyCommands: exactly what was set for this scope and language"""
        return self.commands.get(self._place(params), [])

    def delete_my_commands(self, params: Params) -> bool:
        """DeleteMyCommands"""
        self.commands.pop(self._place(params), None)
        return True

    def set_my_name(self, params: Params) -> bool:
        """SetMyName"""
        return self._set_text("name", params, 64, "NAME_TOO_LONG")

    def get_my_name(self, params: Params) -> JsonDict:
        """GetMyName"""
        return {"name": self._text("name", params) or self._world.bot["first_name"]}

    def set_my_description(self, params: Params) -> bool:
        """setMyDescription: shown before /start"""
        return self._set_text("description", params, 512, "DESCRIPTION_TOO_LONG")

    def get_my_description(self, params: Params) -> JsonDict:
        """GetMyDescription"""
        return {"description": self._text("description", params)}

    def set_my_short_description(self, params: Params) -> bool:
        """setMyShortDescription: shown on the profile"""
        return self._set_text("short_description", params, 120, "ABOUT_TOO_LONG")

    def get_my_short_description(self, params: Params) -> JsonDict:
        """GetMyShortDescription"""
        return {"short_description": self._text("short_description", params)}

    def set_chat_menu_button(self, params: Params) -> bool:
        """SetChatMenuButton"""
        button = params.structure("menu_button", "can't parse menu button JSON object") or {"type": "default"}
        if button.get("type") not in {"default", "commands", "web_app"}:
            raise bad_request("can't parse menu button: unsupported type specified")
        if button["type"] == "web_app" and not _is_web_app(button):
            raise bad_request("menu button Web App URL is invalid: Only HTTPS links are allowed")
        self.menu_buttons[self._menu_chat(params)] = button
        return True

    def get_chat_menu_button(self, params: Params) -> JsonDict:
        """GetChatMenuButton"""
        fallback = self.menu_buttons.get(0, {"type": "commands"})
        return self.menu_buttons.get(self._menu_chat(params), fallback)

    def _menu_chat(self, params: Params) -> int:
        return self._world.chat(params.text("chat_id")).id if params.text("chat_id") else 0

    def _place(self, params: Params) -> tuple[str, str]:
        scope = params.structure("scope", "can't parse BotCommandScope JSON object") or {"type": "default"}
        if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
            raise bad_request("can't parse BotCommandScope: unsupported type specified")
        needed = SCOPES[scope["type"]]
        if needed:
            self._world.chat(str(scope.get("chat_id", "")))
        key = {"type": scope["type"]} | {name: int(scope.get(name, 0)) for name in needed}
        return json.dumps(key), _language(params)

    def _set_text(self, name: str, params: Params, longest: int, complaint: str) -> bool:
        text = params.text(name)
        if len(text) > longest:
            raise bad_request(complaint)
        self.texts[name, _language(params)] = text
        return True

    def _text(self, name: str, params: Params) -> str:
        language = _language(params)
        return self.texts.get((name, language)) or self.texts.get((name, ""), "")


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _command(given: Any) -> JsonDict:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(given.get("command", "")).strip().removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > MAX_COMMAND:
        raise bad_request(f"command length must not exceed {MAX_COMMAND}")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {MAX_COMMAND_DESCRIPTION}")
    return {"command": name, "description": description}


def _is_web_app(button: JsonDict) -> bool:
    url = str((button.get("web_app") or {}).get("url", ""))
    return bool(button.get("text")) and url.startswith("https://")
