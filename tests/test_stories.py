"""Every story in tests/stories is replayed, word by word, through the real engine on a real database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import laws
from tests.storybook import Stage, StoryError, read, replay, stories
from tests.walking import BOOKS

FOLDER = Path(__file__).parent / "stories"

WRONG: dict[str, str] = {}
"""Stories that tell how it should be and is not yet: the file's name, and what is wrong."""


def cases() -> list[object]:
    return [
        pytest.param(path, id=path.stem, marks=[pytest.mark.xfail(strict=True, reason=WRONG[path.stem])])
        if path.stem in WRONG
        else pytest.param(path, id=path.stem)
        for path in stories(FOLDER)
    ]


@pytest.mark.parametrize("path", cases())
async def test_it_goes_as_the_story_says(path: Path, tmp_path: Path) -> None:
    stage = await replay(path, tmp_path, BOOKS)
    assert laws.broken((row.step, row.reply) for row in stage.said) == []


def test_there_are_enough_stories_and_each_has_a_title_of_its_own() -> None:
    titles = [read(path.read_text("utf-8")).title for path in stories(FOLDER)]
    assert len(titles) >= 10
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "begins with its title"),
        ("# T\nQ: what", "line 2"),
        ("# T\n   and so on", "line 2"),
        ("P: hello", "begins with its title"),
    ],
)
def test_a_story_that_cannot_be_read_says_where(text: str, problem: str) -> None:
    with pytest.raises(StoryError, match=problem):
        read(text)


START = "# T\n@ 2026-11-22 22:10 America/Chicago\n"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("B: never said", "line 3.*not said"),
        ("B!: Good Terms", "line 3.*was said"),
        ("B: patient\nB: Good Terms", "line 4.*order"),
        ("step: closed", "line 3.*stands in welcome"),
        ("P: [No such button]", "line 3.*no such button"),
        ("answers:\n  consent: not now\n...\nuntil: reflect", "line 6.*never came"),
        ("P: I agree\nplan: free of charge", "line 4.*the plan is"),
    ],
)
async def test_a_story_that_does_not_come_true_says_where(lines: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.story"
    path.write_text(START + lines, "utf-8")
    with pytest.raises(StoryError, match=f"(?s){problem}"):
        await replay(path, tmp_path, BOOKS)


async def test_a_story_needs_a_clock_first(tmp_path: Path) -> None:
    path = tmp_path / "timeless.story"
    path.write_text("# T\nP: hello", "utf-8")
    with pytest.raises(StoryError, match="clock"):
        await replay(path, tmp_path, BOOKS)


async def test_what_was_told_and_asked_can_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "short.story"
    begun = "P: [I agree, let's begin]\nanswers:\n  client_name: Cedar\n...\nuntil asked: heat"
    path.write_text(START + begun, "utf-8")
    stage: Stage = await replay(path, tmp_path, BOOKS)
    assert stage.asked == ["client_name", "kind", "story"]
    assert stage.said[0].reply.text.startswith("This is Good Terms")
