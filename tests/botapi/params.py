"""Reads the parameters of a call: JSON, form, multipart with files, or the query string."""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from aiohttp import web

from .errors import bad_request


class Upload(NamedTuple):
    """One file of a multipart request."""

    name: str
    content: bytes
    mime: str


class Params:
    """Parameters of one call. Values may be native (JSON) or strings (forms): both read alike."""

    __slots__ = ("files", "values")

    def __init__(self, values: dict[str, Any], files: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def text(self, name: str) -> str:
        """The parameter as text, empty if it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            return json.dumps(value)
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise bad_request("strings must be encoded in UTF-8") from None
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as a whole number; what is no number counts as missing, as with Telegram."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """The parameter as yes or no."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def structure(self, name: str, complaint: str) -> Any:
        """The parameter as a JSON value; None if it is missing, refused with `complaint` if broken."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(complaint) from None


async def read_params(request: web.BaseRequest) -> Params:
    """Collects the parameters of a request, however they were sent."""
    query = dict(request.query) if "?" in request.raw_path else {}
    if request.method == "GET":
        return Params(query)
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        body = (await request.read()).decode("utf-8", "replace")
        return Params(query | dict(parse_qsl(body, keep_blank_values=True)))
    if kind.startswith("multipart/form-data"):
        return await _multipart(request, query)
    return Params(query | _json_object(await request.read()))


def _json_object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        values = json.loads(body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object")
    return values


async def _multipart(request: web.BaseRequest, query: dict[str, str]) -> Params:
    values: dict[str, Any] = dict(query)
    files: dict[str, Upload] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            files[name] = Upload(part.filename, part.file.read(), part.content_type)
        else:
            values[name] = part if isinstance(part, str) else bytes(part).decode()
    return Params(values, files)
