"""The words: all there, well formed, and enough for a second language."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import tomllib

from bot.texts import CONTENT, ContentError, check, load_books
from flows.conversation import advance, begin
from flows.model import Event, EventKind
from tests.walking import CONSENT, SUNDAY_NIGHT, Walk

LONG_ON_PURPOSE = ("crisis.", "letter.", "plan.", "transfer.messages", "renegotiate.draft", "safety.exit_line")
"""Documents, and the one message that says all at once because it must."""

NOT_SAID = ("signals.", "intents.", "echo.", "dates.", "numbers.", "rehearsal.cues", "kinds.kinds")


def test_the_content_that_travels_with_the_package_is_in_order(books) -> None:
    assert check(books) == []


def test_no_message_has_more_than_sixty_words(books) -> None:
    for key, wordings in books["en"].texts.items():
        if key.startswith((*LONG_ON_PURPOSE, *NOT_SAID)) or ".choices." in key or key.endswith((".said", ".cues")):
            continue
        for wording in wordings:
            assert len(wording.split()) <= 60, key


def test_nothing_is_exclaimed_and_no_journey_is_made(books) -> None:
    for key, wordings in books["en"].texts.items():
        if not key.startswith(NOT_SAID) and not key.endswith((".said", ".cues")):
            for wording in wordings:
                assert "!" not in wording, key
                assert "journey" not in wording.lower(), key


def test_wordings_that_take_turns_differ(books) -> None:
    for key, wordings in books["en"].texts.items():
        if not key.startswith(NOT_SAID) and ".choices." not in key:
            assert len(set(wordings)) == len(wordings), key


def copy_of_content(tmp_path: Path) -> Path:
    """The content in a folder of its own, to be broken."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    folder = copy_of_content(tmp_path)
    (folder / "en" / "keep.toml").write_text('[tweak]\nask = ["one" "two"]\n', "utf-8")
    with pytest.raises(ContentError, match=r"en/keep.toml: .*line 2"):
        load_books(folder)


def test_a_missing_text_is_named_with_its_file_and_key(tmp_path: Path) -> None:
    folder = copy_of_content(tmp_path)
    shutil.copytree(folder / "en", folder / "xx")
    path = folder / "xx" / "client.toml"
    path.write_text(path.read_text("utf-8").replace("[client_name]", "[cliant_name]"), "utf-8")
    with pytest.raises(ContentError, match="xx/client.toml, client_name"):
        load_books(folder)


def test_an_unknown_placeholder_a_stray_bracket_and_a_lonely_wording_are_found(tmp_path: Path) -> None:
    folder = copy_of_content(tmp_path)
    shutil.copytree(folder / "en", folder / "xx")
    path = folder / "xx" / "keep.toml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"\[tweak\]\n(.*?)ask = \[.*?\n\]", r'[tweak]\n\1ask = ["{who} then?", "a { b"]', text, flags=re.S))
    problems = "\n".join(check(load_books(folder)))
    assert "xx/keep.toml, tweak.ask: unknown placeholder {who}" in problems
    assert "a curly bracket is open or closed without its partner" in problems
    assert "a question needs three different wordings" in problems


def test_a_second_language_needs_no_code(tmp_path: Path) -> None:
    """A language made by marking every English text: the whole way to the decision speaks it."""
    folder = copy_of_content(tmp_path)
    (folder / "xx").mkdir()
    for path in (folder / "en").glob("*.toml"):
        table = tomllib.loads(path.read_text("utf-8"))
        (folder / "xx" / path.name).write_text(written(marked(path.stem, table)), "utf-8")
    books = load_books(folder)
    assert check(books) == []

    walk = Walk(CONSENT)
    person = begin("terminal:xx", Event("terminal:xx", SUNDAY_NIGHT, EventKind.OPEN, language="xx"), "UTC")
    for text in ["", "I agree", "Maple", "snf", "they never call me back", "5", "longer", "three days a week"]:
        kind = EventKind.TEXT if text else EventKind.OPEN
        turn = advance(books, person, Event("terminal:xx", walk.at, kind, text))
        person = turn.person
        assert turn.replies
        assert all("‹" in reply.text for _, _, reply in turn.replies)


UNMARKED = ("signals", "intents", "echo", "dates", "numbers")


def marked(name: str, node: Any) -> Any:
    """Every text of a table with a mark in front; patterns and lists of words stay as they are."""
    if name in UNMARKED or name in ("choices", "aliases", "said", "cues"):
        return node
    if isinstance(node, dict):
        return {key: marked(key if name not in UNMARKED else name, child) for key, child in node.items()}
    if isinstance(node, list):
        return [marked(name, child) for child in node]
    return f"‹{node}›" if isinstance(node, str) else node


def written(table: dict[str, Any], path: tuple[str, ...] = ()) -> str:
    """A table as TOML, enough for what content files hold."""
    lines = [f"[{'.'.join(quoted(part) for part in path)}]"] if path else []
    lines += [f"{quoted(key)} = {value(child)}" for key, child in table.items() if not isinstance(child, dict)]
    blocks = [written(child, (*path, key)) for key, child in table.items() if isinstance(child, dict)]
    return "\n".join([*lines, *blocks]) + "\n"


def quoted(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key) else value(key)


def value(node: Any) -> str:
    if isinstance(node, list):
        return f"[{', '.join(value(child) for child in node)}]"
    if isinstance(node, bool):
        return str(node).lower()
    if isinstance(node, str):
        escaped = node.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return str(node)
