"""Telegram's HTML parse mode: the same tags, the same leniency, the same complaints.

Follows the rules of TDLib's parser: a `<` always begins a tag; an `&` that begins no known entity
is left as it is (so a lone `&` is not an error); unknown attributes are ignored; every tag must be
closed in order. Offsets of entities count UTF-16 code units, offsets in complaints count bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn

from .errors import JsonDict

SPACE = " \t\r\n\0\v"
SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre",
}  # fmt: skip
TAGS = {*SIMPLE, "a", "blockquote", "tg-emoji", "tg-time"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_PLAIN = re.compile(r"[^<&]+")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z]+));?")
_LINK = re.compile(r"(?:(?:https?|tg|ton|tonsite)://)?[^\s/]+\.[^\s]+|tg://\S+|https?://[^\s/]+\S*")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


class HtmlError(ValueError):
    """The text is not Telegram HTML; the message is what follows "can't parse entities: "."""


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: characters outside the basic plane count twice."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text and the entities that format it."""

    text: str
    entities: tuple[JsonDict, ...] = ()


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    pieces: int


@dataclass(slots=True)
class _Parser:
    source: str
    at: int = 0
    length: int = 0
    pieces: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[JsonDict] = field(default_factory=list)

    def parse(self) -> Formatted:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                self._tag()
            elif character == "&":
                self._emit(self._ampersand())
            else:
                self._emit(self._match(_PLAIN))
        if self.open:
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return self._result()

    def _result(self) -> Formatted:
        text = "".join(self.pieces)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise HtmlError(
                "Text contains invalid Unicode characters after decoding HTML entities,"
                " check for unmatched surrogate code units"
            )
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted(text, tuple(self.entities))

    def _emit(self, text: str) -> None:
        self.pieces.append(text)
        self.length += utf16_length(text)

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        assert match is not None
        self.at = match.end()
        return match.group()

    def _ampersand(self) -> str:
        """Decodes one HTML entity, or gives the `&` as it stands if it begins none."""
        match = _CHARACTER.match(self.source, self.at)
        decoded = _decode(match) if match else None
        if match is None or decoded is None:
            self.at += 1
            return "&"
        self.at = match.end()
        return decoded

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in SPACE:
            self.at += 1

    def _take_until(self, stops: str) -> str:
        begin = self.at
        while self._peek() and self._peek() not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _fail(self, complaint: str, at: int) -> NoReturn:
        raise HtmlError(f"{complaint} at byte offset {len(self.source[:at].encode())}")

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self._peek() == "/":
            self.at += 1
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        tag = self._take_until(SPACE + ">").lower()
        if not self._peek():
            self._fail("Unclosed start tag", begin)
        if tag not in TAGS:
            self._fail(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        self.at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, attributes, self.length, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._peek() == ">":
                return attributes
            name = self._take_until(SPACE + "=>")
            self._skip_space()
            if not self._peek():
                self._fail(f'Unclosed start tag "{tag}"', begin)
            if not name:
                self._fail(f'Empty attribute name in the tag "{tag}"', begin)
            if self._peek() == "=":
                attributes[name] = self._value(tag, begin)
            elif (tag, name) == ("blockquote", "expandable"):
                attributes[name] = ""
            else:
                self._fail(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)

    def _value(self, tag: str, begin: int) -> str:
        self.at += 1
        self._skip_space()
        quote = self._peek()
        if not quote:
            self._fail(f'Unclosed start tag "{tag}"', begin)
        value = self._quoted(quote) if quote in "'\"" else self._bare()
        if not self._peek():
            self._fail("Unclosed start tag", begin)
        return value

    def _bare(self) -> str:
        begin = self.at
        token = self._match(_TOKEN)
        if self._peek() and self._peek() not in SPACE + ">":
            self._fail("Unexpected end of name token", begin)
        return token.lower()

    def _quoted(self, quote: str) -> str:
        self.at += 1
        pieces = []
        while self._peek() and self._peek() != quote:
            if self._peek() == "&":
                pieces.append(self._ampersand())
            else:
                pieces.append(self._peek())
                self.at += 1
        self.at += 1
        return "".join(pieces)

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            self._fail("Unexpected end tag", begin)
        tag = self._take_until(SPACE + ">").lower()
        self._skip_space()
        if self._peek() != ">":
            self._fail("Unclosed end tag", begin)
        self.at += 1
        opened = self.open[-1]
        if tag and tag != opened.tag:
            where = len(self.source[:begin].encode())
            raise HtmlError(
                f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        self.open.pop()
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        """Adds the entity of a tag that has just been closed around some text."""
        entity = _entity(opened, "".join(self.pieces[opened.pieces :]))
        if entity is None:
            return
        span = {"offset": opened.offset, "length": self.length - opened.offset}
        inner = self.entities[-1] if self.entities else {}
        if {entity["type"], inner.get("type")} == {"pre", "code"} and span.items() <= inner.items():
            language = entity.get("language") or inner.get("language")
            if language:
                inner |= {"type": "pre", "language": language}
                return
        self.entities.append(entity | span)


def _decode(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    digits = match.group().rstrip(";")
    return chr(code) if 0 < code < 0x10FFFF and len(digits) < 10 else None


def _entity(opened: _Open, inner: str) -> JsonDict | None:
    tag, attributes = opened.tag, opened.attributes
    if tag == "a":
        return _link(attributes.get("href") or inner)
    if tag == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if tag == "tg-emoji":
        emoji = attributes.get("emoji-id", "")
        if not emoji.isdecimal() or not int(emoji):
            raise HtmlError("Invalid custom emoji identifier specified")
        return {"type": "custom_emoji", "custom_emoji_id": emoji}
    if tag == "tg-time":
        return _time(attributes)
    language = attributes.get("class", "") if tag == "code" else ""
    if language.startswith("language-"):
        return {"type": "code", "language": language.removeprefix("language-")}
    return {"type": SIMPLE[tag]}


def _link(url: str) -> JsonDict | None:
    mention = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if mention:
        return {"type": "text_mention", "user": {"id": int(mention[1]), "is_bot": False, "first_name": ""}}
    return {"type": "text_link", "url": url} if _LINK.fullmatch(url) else None


def _time(attributes: dict[str, str]) -> JsonDict:
    unix = attributes.get("unix", "")
    if not unix.isdecimal() or int(unix) >= 2**31:
        raise HtmlError("Invalid date-time specified")
    shown = attributes.get("format", "")
    if not _TIME_FORMAT.fullmatch(shown):
        raise HtmlError("Invalid date-time format specified")
    entity: JsonDict = {"type": "date_time", "unix_time": int(unix)}
    return entity | {"date_time_format": shown} if shown else entity


def parse_html(source: str) -> Formatted:
    """Text and entities of a message in HTML mode; HtmlError if Telegram would not take it."""
    return _Parser(source).parse()
