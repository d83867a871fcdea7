"""Menus: choices offered beside the open question, which waits until one of them is picked."""

from __future__ import annotations

from typing import Any

from flows.scene import Option, Scene


def open_menu(scene: Scene, name: str, labels: dict[str, str], key: str, **facts: Any) -> None:
    """Offers a choice that is no question of a step: which day, which case, which answer to change."""
    pending = scene.case.pending or {}
    behind = pending if pending.get("kind") == "list" else pending.get("behind")
    text = scene.wording(key, **facts)
    scene.change(pending={"kind": "menu", "name": name, "labels": labels, "text": text, "behind": behind})
    offer(scene)


def offer(scene: Scene) -> None:
    """Says what the open menu says, with its choices."""
    pending = scene.case.pending or {}
    found = tuple(Option(f"menu.{pending['name']}:{value}", label) for value, label in pending["labels"].items())
    scene.tell(pending["text"], found)


def close_menu(scene: Scene) -> None:
    """Puts the menu away; a list that was being typed before it goes on."""
    scene.change(pending=(scene.case.pending or {}).get("behind"))
