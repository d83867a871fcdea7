"""What a text, a caption or a list of entities must be before the server takes it."""

from __future__ import annotations

from .errors import JsonDict, Refused, bad_request
from .params import Params
from .telegram_html import SPACE, Formatted, HtmlError, parse_html, utf16_length

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 1 << 15
ENTITY_TYPES = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic",
    "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link", "text_mention", "custom_emoji", "date_time",
}  # fmt: skip


def message_text(params: Params) -> Formatted:
    """The text of a message, parsed and trimmed; refused if nothing is left of it."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    formatted = _formatted(params, "text", "entities")
    if not formatted.text:
        raise bad_request("text must be non-empty")
    return formatted


def caption_text(params: Params) -> Formatted:
    """The caption of a document, which may be empty."""
    return _formatted(params, "caption", "caption_entities")


def check_text_length(formatted: Formatted, *, complaint: str = "message is too long") -> None:
    """4096 UTF-16 code units, counted after the entities were taken out."""
    if utf16_length(formatted.text) > MAX_TEXT:
        raise bad_request(complaint)


def check_caption_length(formatted: Formatted) -> None:
    """1024 UTF-16 code units, counted after the entities were taken out."""
    if utf16_length(formatted.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")


def _formatted(params: Params, name: str, entities_name: str) -> Formatted:
    text = params.text(name)
    if len(text) * 4 > MAX_RAW_BYTES and len(text.encode()) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    mode = params.text("parse_mode").lower()
    if text and mode and mode != "none":
        return _trimmed(_parsed(text, mode))
    if entities_name not in params.values:
        return _trimmed(Formatted(text))
    return _trimmed(Formatted(text, _given_entities(params, entities_name, utf16_length(text))))


def _parsed(text: str, mode: str) -> Formatted:
    if mode in {"markdown", "markdownv2"}:
        raise Refused(501, "Not Implemented: this test server parses HTML only; send HTML or entities")
    if mode != "html":
        raise bad_request("unsupported parse_mode")
    try:
        return parse_html(text)
    except HtmlError as error:
        raise bad_request(f"can't parse entities: {error}") from None


def _given_entities(params: Params, name: str, length: int) -> tuple[JsonDict, ...]:
    entities = params.structure(name, "can't parse entities JSON object") or []
    for entity in entities:
        kind = entity.get("type")
        begin, size = entity.get("offset"), entity.get("length")
        if kind not in ENTITY_TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if not isinstance(begin, int) or not isinstance(size, int) or begin < 0 or size <= 0:
            raise bad_request("can't parse MessageEntity: wrong offset or length")
        if begin + size > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {begin} ends after the end of the text"
                f" at UTF-16 offset {length}"
            )
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _trimmed(formatted: Formatted) -> Formatted:
    """Without white space around it, as Telegram stores it; nothing is cut before a first entity."""
    text, entities = formatted.text, formatted.entities
    if not text or (text[0] not in SPACE and text[-1] not in SPACE):
        return formatted
    limit = entities[0]["offset"] if entities else len(text)
    leading = min(len(text) - len(text.lstrip(SPACE)), limit)
    stripped = text[leading:].rstrip(SPACE)
    end = utf16_length(stripped)
    kept = []
    for entity in entities:
        offset = entity["offset"] - leading
        length = min(entity["length"], end - offset)
        if length > 0:
            kept.append(entity | {"offset": offset, "length": length})
    return Formatted(stripped, tuple(kept))
