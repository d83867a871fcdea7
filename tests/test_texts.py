"""The words: all there, well formed, and enough for a second language."""

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.outline import read_outline
from bot.texts import CONTENT, KEYS, ContentError, check, load_books, read_books
from flows.conversation import advance, begin
from flows.model import Event, EventKind
from tests import outline
from tests.walking import CONSENT, SUNDAY_NIGHT, Walk

LONG_ON_PURPOSE = ("crisis.", "letter.", "plan.", "transfer.messages", "renegotiate.draft", "safety.exit_line")
"""Documents, and the one message that says all at once because it must."""

NOT_SAID = ("signals.", "intents.", "echo.", "dates.", "numbers.", "times.", "settings.places.", "rehearsal.cues",
            "kinds.kinds")  # fmt: skip


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
    with pytest.raises(
        ContentError, match=r"^xx/client.toml, client_name: this entry is missing; is cliant_name meant to be it\?$"
    ):
        load_books(folder)


def test_an_unknown_placeholder_a_stray_bracket_and_a_lonely_wording_are_found(tmp_path: Path) -> None:
    folder = copy_of_content(tmp_path)
    shutil.copytree(folder / "en", folder / "xx")
    path = folder / "xx" / "keep.toml"
    text = path.read_text("utf-8")
    path.write_text(
        re.sub(r"\[tweak\]\n(.*?)ask = \[.*?\n\]", r'[tweak]\n\1ask = ["{who} then?", "a { b"]', text, flags=re.S)
    )
    problems = "\n".join(check(read_books(folder)))
    assert "xx/keep.toml, tweak.ask: unknown placeholder {who}" in problems
    assert "a curly bracket is open or closed without its partner" in problems
    assert "a question needs three different wordings" in problems


def test_the_outline_says_what_the_english_texts_hold(books) -> None:
    written_down, found = KEYS.read_text("utf-8"), outline.outline(books["en"].tables)
    changed = sorted(set(written_down.splitlines()) ^ set(found.splitlines()))[:5]
    assert written_down == found, f"run python -m tests.outline, and read the difference: {changed}"


def test_every_placeholder_of_the_outline_is_known_to_the_program() -> None:
    names = set(re.findall(r"\{(\w+)\}", KEYS.read_text("utf-8")))
    assert {name for name in names if not re.search(rf"\b{name}\b", outline.program())} == set()


def test_a_line_that_is_no_line_of_an_outline_is_refused() -> None:
    for broken in ("keep.tweak", "keep.tweak: Texts", "keep: texts\nkeep.tweak: texts"):
        with pytest.raises(ValueError, match=r"outline|below an entry"):
            read_outline(broken)


def broken_copy(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """A copy of the content in which one English file was changed by somebody who can't program."""
    folder = copy_of_content(tmp_path)
    path = folder / "en" / file
    text = path.read_text("utf-8")
    path.write_text(re.sub(old, lambda _: new, text, count=1, flags=re.S | re.M), "utf-8")
    assert path.read_text("utf-8") != text, "the text to be broken is no longer there"
    return folder


TWEAK = r"^ask = \[.*?^\]"
"""The wordings of the first question in keep.toml."""

STOPS = {
    "a deleted entry": ("keep.toml", TWEAK, "", "tweak.ask: this entry is missing"),
    "a misspelled entry": (
        "keep.toml",
        r"^\[tweak\]",
        "[twaek]",
        "tweak: this entry is missing; is twaek meant to be it?",
    ),
    "a deleted choice": ("crisis.toml", r"^misread = [^\n]*", "", "safe_again.choices.misread: this entry is missing"),
    "an empty list": ("keep.toml", TWEAK, "ask = []", "tweak.ask: this list is empty"),
    "a choice without words": (
        "crisis.toml",
        r"^misread = [^\n]*",
        "misread = []",
        "safe_again.choices.misread: this list is empty",
    ),
    "a number": ("keep.toml", TWEAK, "ask = 5", "tweak.ask: 5 is no text; words in quotation marks belong here"),
    "a number in a list": (
        "keep.toml",
        TWEAK,
        'ask = ["One?", 5]',
        "tweak.ask: 5 is no text; words in quotation marks belong here",
    ),
    "a switch": ("status.toml", "^done = [^\n]*", "done = true", "done: true is no text"),
    "a list in a list": ("keep.toml", TWEAK, 'ask = [["One?"]]', "tweak.ask: a list is no text"),
    "a table for a text": ("keep.toml", TWEAK, 'ask = {one = "One?"}', "tweak.ask: a table is no text"),
    "a text for a table": (
        "keep.toml",
        r"^\[tweak\].*?(?=^\[)",
        'tweak = "One"\n',
        "tweak: “One” stands here, where a table",
    ),
    "a list where wordings can't take turns": (
        "words.toml",
        '^keep = "Keep"',
        'keep = ["Keep", "Stay"]',
        "steps.keep: a list is no text",
    ),
    "a stray bracket": ("keep.toml", TWEAK, 'ask = "One } two"', "tweak.ask: a curly bracket is open or closed"),
    "a placeholder with a dot": ("keep.toml", TWEAK, 'ask = "{client.x}?"', "tweak.ask: {client.x} is no placeholder"),
    "a placeholder with a colon": (
        "keep.toml",
        TWEAK,
        'ask = "{client:9}?"',
        "tweak.ask: {client:9} is no placeholder",
    ),
    "an empty placeholder": ("keep.toml", TWEAK, 'ask = "{}?"', "tweak.ask: {} is no placeholder"),
    "a placeholder in a form": (
        "dates.toml",
        "^long = [^\n]*",
        'long = "{client}"',
        "long: unknown placeholder {client}",
    ),
    "a month too few": ("dates.toml", '"January", ', "", "months: 12 belong in this list, and there are 11"),
    "a day that there is not": (
        "dates.toml",
        r"^christmas = [^\n]*",
        "christmas = [25, 12]",
        "named_days.christmas: [month, day]",
    ),
    "an unknown language": (
        "dates.toml",
        "^dateparser = [^\n]*",
        'dateparser = "zz"',
        "dateparser: “zz” is no language",
    ),
    "a number in words": ("numbers.toml", "^two = 2", 'two = "2"', "words.two: “2” is no number"),
    "a broken intent": (
        "intents.toml",
        r"^skip = \[",
        'skip = ["pass(", ',
        "skip: this pattern is broken: missing ), unterminated subpattern",
    ),
    "an intent without a list": ("intents.toml", "^skip = [^\n]*", 'skip = "pass"', "skip: “pass” stands here"),
    "a broken part": ("signals.toml", r"^kin = '", "kin = '(", "parts.kin: this pattern is broken"),
    "a part that there is not": (
        "signals.toml",
        "^find = \\[",
        "find = ['<kins>', ",
        "crisis.suicide.find: this pattern is broken: there is no part <kins>",
    ),
    "a part of itself": (
        "signals.toml",
        r"^kin = '",
        "kin = '<kin>",
        "parts.kin: this pattern is broken: a part is made of itself",
    ),
    "a broken cue": (
        "signals.toml",
        "^find = \\[",
        "find = ['*', ",
        "crisis.suicide.find: this pattern is broken: nothing to repeat",
    ),
    "a broken excuse": (
        "signals.toml",
        "^unless = \\[",
        "unless = ['[a', ",
        "crisis.unless: this pattern is broken: unterminated character set",
    ),
    "a score in words": (
        "signals.toml",
        r"^score = 1\.0",
        'score = "high"',
        "crisis.suicide.score: “high” is no number",
    ),
    "a broken filler": ("echo.toml", r"^fillers = \[", 'fillers = ["(", ', "fillers: this pattern is broken"),
    "a broken turn": (
        "echo.toml",
        '^"i am" = [^\n]*',
        '"i am" = "\\\\1"',
        "pairs.i am: this pattern is broken: invalid group reference 1",
    ),
    "a broken unit": ("dates.toml", r"^week = \[", 'week = ["wk)", ', "units.week: this pattern is broken"),
    "a broken day": ("dates.toml", "^xmas", '"x(mas"', "named_days.x(mas: this pattern is broken"),
    "a group that is there already": (
        "dates.toml",
        r"^week = \[",
        'week = ["(?P<ago>w)", ',
        "the entries of this file don't fit together",
    ),
    "a broken sign of an answer": ("bank.toml", r"^said = \[", 'said = ["(", ', "why_now.said: this pattern is broken"),
    "a broken cue of the rehearsal": (
        "rehearsal.toml",
        r"^own = \[",
        'own = ["(", ',
        "cues.own: this pattern is broken",
    ),
    "a broken cue of a refusal": (
        "patient.toml",
        r"^cues = \[",
        'cues = ["(", ',
        "refusals.identifiers.cues: this pattern is broken",
    ),
}
"""What is broken: the file, what stands there, what somebody writes instead, and what is said of it."""


@pytest.mark.parametrize("name", STOPS)
def test_what_a_conversation_would_stumble_over_is_told_before_it_begins(tmp_path: Path, name: str) -> None:
    file, old, new, problem = STOPS[name]
    folder = broken_copy(tmp_path, file, old, new)
    with pytest.raises(ContentError) as caught:
        load_books(folder)
    assert str(caught.value).startswith(f"en/{file}")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value) in check(read_books(folder))


BLEMISHES = {
    "an entry that nothing uses": (
        "keep.toml",
        r"^example = ",
        'exmaple = "x"\nexample = ',
        "tweak.exmaple: nothing uses an entry of this name",
    ),
    "a choice that nothing uses": (
        "crisis.toml",
        r"^misread = ",
        'misraed = "x"\nmisread = ',
        "safe_again.choices.misraed: nothing uses",
    ),
    "a placeholder that nothing fills": (
        "keep.toml",
        TWEAK,
        'ask = ["{name}?", "2?", "3?"]',
        "tweak.ask: unknown placeholder {name}",
    ),
    "a placeholder of another text": (
        "keep.toml",
        TWEAK,
        'ask = ["{echo}?", "2?", "3?"]',
        "tweak.ask: unknown placeholder {echo}",
    ),
    "the same wording again": (
        "keep.toml",
        TWEAK,
        'ask = ["One?", "one? ", "3?"]',
        "tweak.ask: a question needs three different wordings",
    ),
    "an empty text": ("keep.toml", TWEAK, 'ask = ["", "2?", "3?"]', "tweak.ask: this text is empty"),
    "a long text": ("keep.toml", TWEAK, f'ask = ["1{"😀" * 2048}", "2?", "3?"]', "tweak.ask: too long for Telegram"),
    "a long name": (
        "telegram.toml",
        "^name = [^\n]*",
        f'name = "{"a" * 65}"',
        "profile.name: too long for Telegram, which takes 64",
    ),
    "a pattern that fits everywhere": (
        "signals.toml",
        "^find = \\[",
        "find = ['kill|', ",
        "crisis.suicide.find: this pattern is broken: it fits everywhere",
    ),
    "brackets that balance in two entries": (
        "intents.toml",
        r"^skip = \[",
        'skip = ["a)", "(b", ',
        "skip: this pattern is broken: unbalanced parenthesis, in “a)”",
    ),
}
"""What a conversation would survive."""


@pytest.mark.parametrize("name", BLEMISHES)
def test_what_a_conversation_would_survive_is_told_by_the_check(tmp_path: Path, name: str) -> None:
    file, old, new, problem = BLEMISHES[name]
    folder = broken_copy(tmp_path, file, old, new)
    assert [line for line in check(read_books(folder)) if line.startswith(f"en/{file}, {problem}")]
    load_books(folder)


def test_files_that_are_missing_too_many_or_none_are_named(tmp_path: Path) -> None:
    folder = copy_of_content(tmp_path)
    (folder / "en" / "keep.toml").rename(folder / "en" / "keep copy.toml")
    with pytest.raises(ContentError, match=r"^en/keep.toml: this file is missing; is keep copy meant to be it\?$"):
        load_books(folder)
    assert "en: nothing uses the file keep copy.toml; is it spelled right?" in check(read_books(folder))
    (folder / "en" / "zz.toml").mkdir()
    with pytest.raises(ContentError, match=r"^en/zz.toml: this is a folder"):
        load_books(folder)
    (folder / "en" / "zz.toml").rmdir()
    (folder / "en" / "zz.toml").symlink_to(folder / "nowhere")
    with pytest.raises(ContentError, match=r"^en/zz.toml: this file can't be read: No such file"):
        load_books(folder)


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    folder = copy_of_content(tmp_path)
    path = folder / "en" / "numbers.toml"
    path.write_bytes(b"# Numbers\n[words]\nf\xfcnf = 5\n")
    with pytest.raises(ContentError, match=r"^en/numbers.toml: line 3 .* UTF-8"):
        load_books(folder)


def test_what_an_editor_leaves_behind_does_no_harm(tmp_path: Path) -> None:
    """A mark at the start of a file, lines as Windows ends them, hidden files and copies, folders of other things."""
    folder = copy_of_content(tmp_path)
    path = folder / "en" / "keep.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (folder / "en" / "._keep.toml").write_bytes(b"\xff\x00")
    (folder / "en" / "keep.toml~").write_text("[", "utf-8")
    (folder / "notes").mkdir()
    assert check(load_books(folder)) == []


def test_no_texts_at_all_are_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"no texts can be read in .*nowhere: No such file"):
        load_books(tmp_path / "nowhere")
    with pytest.raises(ContentError, match="no folder en"):
        load_books(tmp_path)
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ContentError, match="Not a directory"):
        load_books(tmp_path / "file")


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


UNMARKED = ("signals", "intents", "echo", "dates", "numbers", "times", "places")


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
