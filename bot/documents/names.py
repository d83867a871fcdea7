"""Names of files and folders that every phone and every disk can keep."""

from __future__ import annotations

import re

_LONGEST = 60
"""Characters of a name without its ending; and bytes stay below the 255 that file systems take."""


def file_name(title: str, ending: str) -> str:
    """A file's name from its title, with nothing in it that a file system or a chat stumbles over."""
    plain = re.sub(r"[^\w ,.’'()-]+", "", " ".join(title.split()))
    return f"{_short(plain).strip(' .') or 'document'}.{ending}"


def folder_name(shelf: str) -> str:
    """The folder that the files about a client are written to: `goodterms-maple-grove`."""
    words = re.findall(r"[^\W_]+", shelf.casefold())
    return f"goodterms-{_short('-'.join(words)).strip('-') or 'client'}"


def _short(name: str) -> str:
    return name[:_LONGEST].encode()[:180].decode(errors="ignore")
