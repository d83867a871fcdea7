"""Where somebody is, as far as it matters here: which time zone. The place itself goes no further."""

from __future__ import annotations


def zone_at(latitude: float, longitude: float) -> str:
    """The name of the time zone at a place; empty if there is none."""
    from tzfpy import get_tz  # its map of the world takes 35 MB, and few people need it

    return str(get_tz(longitude, latitude))
