"""What people ask in the middle of it: may I send it, how long is my notice, what did I tell you."""

from __future__ import annotations

from flows.scene import Scene

QUESTIONS = ("send_now", "my_notice", "what_i_said")
"""The intents that are questions to the coach, by name."""


def answer(scene: Scene, name: str) -> None:
    """Answers from what is known of the case; it is never taken for an answer of theirs."""
    scene.say(f"asked.{_about_notice(scene) if name == 'my_notice' else name}", **_known(scene))


def _about_notice(scene: Scene) -> str:
    if scene.value("exit_date"):
        return "last_day"
    return "notice_days" if scene.value("notice_days") else "no_notice_yet"


def _known(scene: Scene) -> dict[str, object]:
    days = scene.value("notice_days")
    return {"exit_date": scene.day("exit_date"), "days": f"{days:g}" if days else None}
