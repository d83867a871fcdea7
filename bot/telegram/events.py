"""What an update means: an event of the conversation, or something that only the channel cares about.

Updates that mean nothing here stay without an answer: service messages (a pinned message, a changed
background), which nobody said to us, and kinds that were never asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, MessageReactionUpdated, Update, User

from bot.telegram import plain
from bot.telegram.delivery import person_of
from bot.telegram.places import zone_at
from flows.model import PLACE, Event, EventKind

WANTED = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member")
"""Kinds of updates that are asked for."""

_SPECIAL = (
    ("photo", "photo"),
    ("video", "video"),
    ("video_note", "video"),
    ("animation", "video"),
    ("live_photo", "photo"),
    ("story", "video"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("sticker", "sticker"),
    ("document", "document"),
    ("venue", "location"),
    ("contact", "contact"),
    ("poll", "poll"),
    ("dice", "dice"),
)
"""What a message may carry, and the text in telegram.toml, under [sent], that answers it."""

_OTHER = (
    "game",
    "invoice",
    "checklist",
    "paid_media",
    "giveaway",
    "passport_data",
    "successful_payment",
    "web_app_data",
)
"""What else somebody may send; it gets the general answer."""


class Unreadable(Exception):
    """An update that makes no sense. Carries what made it so as its cause."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: the query to answer, and the message that shows the button."""

    query: str
    user: int
    message: int | None = None
    data: str = ""
    label: str | None = None
    """What is written on the button, if the message still shows it."""


@dataclass(frozen=True, slots=True)
class Received:
    """One update, understood. At most one of the rest is set, except that a press or a reaction can be an event."""

    update_id: int
    event: Event | None = None
    press: Press | None = None
    reacted_to: int | None = None
    """The message that a person put a heart or a thumb on. The event is only for the one that is open."""
    group: int | None = None
    """A group or channel that somebody wants an answer in."""
    left: int | None = None
    """A group or channel that the bot was taken out of."""
    blocked: tuple[str, bool] | None = None
    """A person who has blocked the bot (True), or lets it write again."""


def read(raw: Any, now: datetime) -> Received:
    """Understands one update as Telegram sent it. Raises Unreadable if it can't."""
    if text := plain.text_of(raw, now):
        return Received(raw["update_id"], event=text)
    try:
        update = Update.de_json(raw, None)
        return _understand(update, now)
    except Exception as error:
        raise Unreadable from error


def _understand(update: Update, now: datetime) -> Received:
    number = _number(update.update_id)
    if query := update.callback_query:
        return _pressed(number, query, now)
    if change := update.my_chat_member:
        return _membership(number, change)
    if reaction := update.message_reaction:
        return _reacted(number, reaction, now)
    message, edited = update.message or update.edited_message, update.message is None
    if message is None:
        return Received(number)
    chat = _number(message.chat.id)
    if message.chat.type != Chat.PRIVATE:
        return Received(number, group=None if edited or _is_service(message) else chat)
    user = message.from_user
    if user is None or user.is_bot:
        return Received(number)
    return Received(number, event=_event(number, message, user, edited, now))


def _pressed(number: int, query: CallbackQuery, now: datetime) -> Received:
    shown, user = query.message, _number(query.from_user.id)
    data = _text(query.data) if query.data is not None else ""
    if shown is not None and shown.chat.type != Chat.PRIVATE:
        return Received(number, press=Press(_text(query.id), user))
    message = _number(shown.message_id) if shown else None
    press = Press(_text(query.id), user, message, data, _label(shown, data))
    event = Event(person_of(user), now, EventKind.CHOICE, data, number, plain.language(query.from_user.language_code))
    return Received(number, event=event, press=press)


def _reacted(number: int, reaction: MessageReactionUpdated, now: datetime) -> Received:
    """A first reaction of a person; a changed or withdrawn one says nothing new."""
    user, is_first = reaction.user, bool(reaction.new_reaction) and not reaction.old_reaction
    if user is None or user.is_bot or reaction.chat.type != Chat.PRIVATE or not is_first:
        return Received(number)
    event = Event(
        person_of(_number(user.id)), now, EventKind.OTHER, "reaction", number, plain.language(user.language_code)
    )
    return Received(number, event=event, reacted_to=_number(reaction.message_id))


def _number(value: Any) -> int:
    """The library takes whatever comes as a number; a database doesn't."""
    if type(value) is not int or abs(value) >= 2**63:
        raise TypeError("no number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _label(shown: Any, data: str) -> str | None:
    markup = shown.reply_markup if isinstance(shown, Message) else None
    rows = markup.inline_keyboard if markup else ()
    return next((button.text for row in rows for button in row if button.callback_data == data), None)


def _membership(number: int, change: ChatMemberUpdated) -> Received:
    """Blocked or let in again by a person; taken into a group, or out of it."""
    here = change.new_chat_member.status in ("member", "administrator")
    if change.chat.type == Chat.PRIVATE:
        return Received(number, blocked=(person_of(_number(change.chat.id)), not here))
    was_here, chat = change.old_chat_member.status in ("member", "administrator"), _number(change.chat.id)
    return Received(number, group=chat if here and not was_here else None, left=None if here else chat)


def _event(number: int, message: Message, user: User, edited: bool, now: datetime) -> Event | None:
    said = _what(message, edited)
    if said is None:
        return None
    kind, text = said
    at, language = _moment(message, edited, now), plain.language(user.language_code)
    return Event(person_of(_number(user.id)), at, kind, text, number, language)


def _what(message: Message, edited: bool) -> tuple[EventKind, str] | None:
    """The kind and text of an event. None for what needs no answer."""
    if edited:
        return (EventKind.OTHER, "edited") if message.text or message.caption else None  # else a place that moves
    if message.forward_origin is not None:
        return EventKind.OTHER, "forwarded"
    if message.text:
        return (EventKind.COMMAND if message.text.startswith("/") else EventKind.TEXT), _text(message.text)
    if message.caption:
        return EventKind.TEXT, _text(message.caption)  # the words below a picture are words; the picture is left alone
    if message.location:
        return EventKind.OTHER, PLACE + zone_at(message.location.latitude, message.location.longitude)
    special = next((name for attribute, name in _SPECIAL if getattr(message, attribute, None)), None)
    if special is None and not any(getattr(message, attribute, None) for attribute in _OTHER):
        return None
    return EventKind.OTHER, "album" if message.media_group_id else special or "other"


def _is_service(message: Message) -> bool:
    return _what(message, edited=False) is None


def _moment(message: Message, edited: bool, now: datetime) -> datetime:
    at = (message.edit_date or message.date) if edited else message.date
    return plain.said_at(at.astimezone(UTC), now)


def sender_of(raw: Any) -> str:
    """The key of whoever an unreadable update came from, as far as that can be told; else empty."""
    for content in raw.values() if isinstance(raw, Mapping) else ():
        user = content.get("from") if isinstance(content, Mapping) else None
        number = user.get("id") if isinstance(user, Mapping) else None
        if type(number) is int and abs(number) < 2**63:
            return person_of(number)
    return ""
