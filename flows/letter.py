"""The notice in its variants: built from what was answered, nothing invented, gaps marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flows.kinds import KINDS
from flows.model import Block
from flows.notice import stops_a_renewal
from flows.scene import Scene
from flows.terms import terms_of

TONES = ("formal", "warm", "brief")
CHANNELS = ("letter", "email", "phone")

HANDOVER = timedelta(days=21)
"""The written hand-over is promised for three weeks before the last day."""

_LAST_DAY = {"attorney": "last_day_cases", "vendor": "last_day_contract", "payer": "last_day_contract"}
"""How the end is said where "my last day of service" is not the word."""

_ON_PAPER = ("hand", "courier", "certified", "mail")
"""Ways of delivery beside which an email or a call does not count."""


def tone_of(scene: Scene) -> str:
    """The tone that was picked; formal until then."""
    return str(scene.value("letter_tone") or TONES[0])


def channel_of(scene: Scene) -> str:
    """The form that was picked; a letter until then."""
    return str(scene.value("letter_channel") or CHANNELS[0])


def notice_letter(scene: Scene) -> str:
    """The notice as it stands now, as plain text, in the tone and the form that were picked."""
    return "\n\n".join(block.text for block in letter_blocks(scene))


def letter_blocks(scene: Scene) -> tuple[Block, ...]:
    """The notice piece by piece: date, end on a day, clause, hand-over, a true reason or none."""
    facts = _facts(scene)
    write = {"letter": _on_paper, "email": _as_an_email, "phone": _on_the_phone}[channel_of(scene)]
    filled = (Block(style, scene.fill(template, **facts)) for style, template in write(scene))
    return tuple(block for block in filled if block.text.strip())


def missing(scene: Scene) -> list[str]:
    """What is missing, by the names of the questions that would fill it."""
    found = [name for name in ("my_name", "exit_date", "send_on") if not scene.value(name)]
    if scene.value("contract") != "none" and not scene.value("clause"):
        found.append("clause")
    return found


def gaps(scene: Scene) -> list[str]:
    """What is missing, by the names that a person reads."""
    names = scene.book.table("letter.gap_names")
    return [names[name] for name in missing(scene)]


def has_to_be_on_paper(scene: Scene) -> bool:
    """Whether an email or a call alone would not start the clock."""
    return channel_of(scene) != "letter" and scene.value("method") in _ON_PAPER


def route_of(scene: Scene) -> str:
    """How the paper travels, inside a sentence."""
    return str(scene.book.table("letter.route")[scene.value("method") or "unknown"])


# -- the three forms: each is a row of styles and templates ----------------------------------------

Templates = Iterator[tuple[str, str]]


def _on_paper(scene: Scene) -> Templates:
    head = scene.book.table("letter.head")
    to = head["to_somebody" if scene.value("addressee") else "to"]
    yield "text", "{my_name}"
    yield "text", "{send_on}"
    yield "text", f"{to}\n{{delivered}}"
    yield "strong", head["subject"]
    yield from _body(scene)


def _as_an_email(scene: Scene) -> Templates:
    yield "strong", scene.book.table("letter.head")["subject_email"]
    *body, close, name = _body(scene)
    yield from body
    yield "text", scene.book.table("letter.copy")[scene.value("method") or "unknown"]
    yield from (close, name)


def _body(scene: Scene) -> Templates:
    kind, words, ending = _kind(scene), scene.book.table("letter.tone")[tone_of(scene)], _ending(scene)
    brief = tone_of(scene) == "brief"
    until = scene.book.table("letter.until_brief") if brief else scene.book.table("letter.until")
    yield "text", words["greeting_somebody" if scene.value("addressee") else "greeting"]
    yield "text", f"{words['opening_renewal' if ending == 'last_day_renewal' else 'opening']} {words[ending]}"
    yield "text", _reason(scene)
    yield "text", until[kind]
    yield "text", f"{words['meeting']} {words['reach'] if scene.value('reach_me') else ''}".strip()
    yield "text", scene.book.table("letter.money").get(kind, "")
    yield "text", words["thanks"]
    yield "text", words["close"]
    yield "signature", "{my_name}"


def _on_the_phone(scene: Scene) -> Templates:
    """What to say, in order; the reason only if there is one, and a line for when they push."""
    words, ending = scene.book.table("letter.phone")[tone_of(scene)], _ending(scene)
    last_day = scene.book.table("letter.tone")[tone_of(scene)][ending]
    yield "text", words["opening_renewal" if ending == "last_day_renewal" else "opening"]
    yield "text", last_day
    yield "text", _reason(scene)
    yield "text", words["written"]
    yield "text", words["next"]
    yield "text", words["pressed"]
    yield "text", words["close"]


# -- what stands in them --------------------------------------------------------------------------


def _kind(scene: Scene) -> str:
    kind = scene.value("kind")
    return str(kind) if kind in KINDS and kind != "patient" else "other"


def _ending(scene: Scene) -> str:
    return "last_day_renewal" if stops_a_renewal(terms_of(scene)) else _LAST_DAY.get(_kind(scene), "last_day")


def _reason(scene: Scene) -> str:
    return "" if scene.value("reason") in (None, "no_reason") else "{reason}"


def _facts(scene: Scene) -> dict[str, Any]:
    exit_day, send_on = scene.day("exit_date"), scene.day("send_on")
    method = scene.value("method") or "unknown"
    agreement = _line(scene, "agreement")
    return {
        "client": _headed(scene.client),
        "my_name": _line(scene, "my_name"),
        "send_on": send_on,
        "exit_date": exit_day,
        "handover": max(exit_day - HANDOVER, send_on or scene.today) if exit_day else None,
        "under": _under(scene),
        "called": scene.fill(scene.book.wordings("letter.called")[0], agreement=agreement) if agreement else "",
        "service": scene.book.table("letter.service")[_kind(scene)],
        "delivered": scene.book.table("letter.delivery")[method],
        "delivery": route_of(scene),
        "addressee": _line(scene, "addressee"),
        "name": (_line(scene, "addressee") or "").split(",")[0].strip() or _line(scene, "addressee"),
        "reach_me": (_line(scene, "reach_me") or "").rstrip(".") or None,
        "this": scene.book.table("letter.this").get(channel_of(scene)),
    }


def _headed(name: str) -> str:
    """A name as it stands in a letter: with capitals, where it was typed without any."""
    words = name.split()
    titled = [word.capitalize() if word.isalpha() and len(word) >= _TITLED else word for word in words]
    return " ".join(titled if name.islower() else words)


_TITLED = 4
"""Letters of a word in a name that begins with a capital; "of" and "the" stay as they are."""


def _line(scene: Scene, name: str) -> str | None:
    """An answer on one line; None if there is none."""
    return " ".join(str(scene.value(name) or "").split()) or None


def _under(scene: Scene) -> str:
    """Under which clause, where it is known; a marked gap where there must be one."""
    written = scene.value("contract") not in (None, "none")
    if not written:
        return ""
    clause = scene.value("clause")
    named = {"clause": _section(scene, str(clause))} if clause else {}
    return scene.fill(scene.book.wordings("letter.under")[0], **named)


def _section(scene: Scene, clause: str) -> str:
    bare = " ".join(clause.split()).rstrip(".")
    return scene.fill(scene.book.wordings("letter.section")[0], clause=bare) if bare[:1].isdigit() else bare
