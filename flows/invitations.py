"""Invitations: a coach makes one, and people come through it. It tells the coach nothing by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from flows.scene import Scene

LIFE = timedelta(days=30)
"""How long an invitation works, for whoever opens it."""

_LONGEST_NAME, _LONGEST_WORDS = 80, 1_000

_OPENED = re.compile(r"/start(?:@\w+)? +(?!case-?\d)([\w-]{1,64})", re.IGNORECASE | re.ASCII)


def code_of(text: str) -> str | None:
    """The code of the invitation that a text opens (`/start <code>`), if it opens one."""
    found = _OPENED.fullmatch(text)
    return found[1] if found else None


def make(scene: Scene) -> None:
    """`/invite`, perhaps with a name for it, and on the lines below it words for whoever comes."""
    fresh = scene.event.invitation
    assert fresh is not None, "commands.run has looked"
    first, _, rest = scene.text.partition("\n")
    name, words = " ".join(first.split()[1:])[:_LONGEST_NAME], rest.strip()[:_LONGEST_WORDS]
    scene.invitation = replace(fresh, name=name, words=words)
    scene.say("invite.made_for" if name else "invite.made", name=name, link=fresh.link, days=LIFE.days)


def greet(scene: Scene) -> None:
    """Welcomes whoever comes through an invitation; one that is unknown or too old costs them nothing."""
    if code_of(scene.text) is None:
        return
    invitation = scene.event.invitation
    if invitation is None or scene.now - invitation.made_at > LIFE:
        scene.say("invite.over")
        return
    if scene.person.came_by is None:
        scene.change_person(came_by=invitation.code)
    scene.say("invite.greeting")
    if invitation.words:
        scene.say("invite.words", words=invitation.words)
