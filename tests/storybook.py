r"""Stories: dialogues in plain text that are replayed through the real engine on a real database.

A story is a file that somebody who does not program can read and write. Each line begins with what
it is; an empty line and a line of `//` mean nothing.

    # Fed up at ten at night                the title, once, first
    @ 2026-11-22 22:10 America/Chicago      the clock and the zone; the conversation opens
    @ +3 days                               time passes (minutes, hours, days, weeks); it opens again
    @@ +3 days                              time passes, and nothing opens: what is due by then comes
    later: 2026-11-22 23:05                 the clock goes on to that; nothing opens
    P: honestly done with them              the person says it, a minute after what came before
       and with their parking lot           ... indented: the same message goes on in a new line
    P: [Tell me more first]                 the person presses the button with this label
    P: (picture)                            the person sends something without words
    P x3000: oh no                          the person says it so many times over, in one message
    B: your tuesdays                        some reply of this turn holds these words; several lines: in this order
    B!: congratulations                     no reply of this turn holds them
    step: reflect                           where the conversation stands now
    plan: Wednesday 3 February 2027         the document that /plan gives holds these words
    answers:                                what is said to these questions whenever they are answered for the person
        kind: nursing home
    ...                                     a stretch that isn't spelt out: ordinary answers are given
    until: decide                           ... until the conversation stands in this step
    until asked: send_on                    ... or until this question is asked

Words are compared without regard to capitals, line breaks and the shape of quotation marks. After a
stretch, "this turn" is all that was said in it. The first of several plan: lines types /plan, a turn
of its own. A time without a zone is in the zone of the last one; the zone that counts is the first.
`\u0007` in a message stands for that character.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.engine import Books, Engine
from bot.texts import load_books
from flows.asking import current
from flows.model import Case, Event, EventKind, Person
from flows.scene import Scene
from storage.database import Database
from storage.migrate import migrate
from storage.records import Outgoing
from tests.walking import ordinary

MOST_TURNS = 300
"""Turns that a stretch may take before it is taken to go round in circles."""

_LINE = re.compile(r"(until asked|until|step|later|plan|answers|P x\d+|P|B!|B):[ ]?(.*)")
_LATER = re.compile(r"\+(\d+) (minute|hour|day|week)s?")
_CHARACTER = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})


class StoryError(AssertionError):
    """A story can't be read, or did not go as it is written."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story: its number in the file, what it is, and its words."""

    number: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story that was read: its title, and its lines without those that mean nothing."""

    title: str
    lines: tuple[Line, ...]


def read(text: str) -> Story:
    """A story from its text. Raises StoryError, which names the line that can't be read."""
    title = ""
    lines: list[Line] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        row = raw.strip()
        if not row or row.startswith("//") or row == "...":
            continue
        if raw[:1].isspace():
            lines.append(_continued(number, row, lines))
        elif row.startswith("# "):
            title = title or row[2:]
        elif (found := re.fullmatch(r"(@@?) (.*)", row)) or (found := _LINE.fullmatch(row)):
            lines.append(Line(number, found[1], found[2]))
        else:
            raise StoryError(f"line {number}: I can't read {row!r}")
    if not title or not lines:
        raise StoryError("a story begins with its title (# ...) and has at least one line")
    return Story(title, tuple(lines))


def _continued(number: int, row: str, lines: list[Line]) -> Line:
    """An indented line: it goes on with a message, or is one of the answers."""
    before = lines[-1] if lines else None
    if before and before.kind == "P":
        lines.pop()
        return Line(before.number, "P", f"{before.words}\n{row}")
    if before and before.kind in ("answers", "answer") and ": " in row:
        return Line(number, "answer", row)
    raise StoryError(f"line {number}: an indented line goes on with a P line or stands below answers:")


class Stage:
    """Where a story is played: one person, an engine, a clock. `said` is all that was said, in order."""

    def __init__(self, database: Database, books: Books, person: str = "terminal:story") -> None:
        self.database, self.books, self.key = database, books, person
        self.said: list[Outgoing] = []
        self.turn: list[Outgoing] = []
        self.asked: list[str] = []
        self.last = datetime.min.replace(tzinfo=UTC)
        """When something happened last."""
        self._answers: dict[str, str] = {}
        self._engine: Engine | None = None
        self._zone = "UTC"
        self._now = datetime.min.replace(tzinfo=UTC)

    async def play(self, story: Story) -> None:
        """Plays a story to its end. Raises StoryError at the first line that does not come true."""
        at, before = 0, ""
        for line in story.lines:
            if line.kind not in ("B", "plan") or line.kind != before:
                at = 0
            at = await self._play(line, at, first=line.kind != before)
            before = line.kind

    async def differences(self, story: Story) -> list[StoryError]:
        """Plays a story to its end, whatever happens: every line that does not come true today."""
        found: list[StoryError] = []
        at, before = 0, ""
        for line in story.lines:
            at = at if line.kind == before else 0
            try:
                at = await self._play(line, at, first=line.kind != before)
            except StoryError as error:
                found.append(error)
            before = line.kind
        return found

    async def _play(self, line: Line, at: int, first: bool) -> int:
        """Plays one line; `at` is where, in the replies, the next words of a row of lines are looked for."""
        match line.kind:
            case "@":
                self._clock(line)
                await self._hear("", EventKind.OPEN, minutes=0)
            case "@@":
                self._clock(line)
                await self._remind()
            case "later":
                self._now = self._moment(line.words)
            case "answer":
                name, _, words = line.words.partition(": ")
                self._answers[name] = words.strip()
            case "B":
                return self._heard(line, at)
            case "B!":
                self._unheard(line)
            case "step":
                case = await self.case()
                self._hold(case.step == line.words, line, f"it stands in {case.step}, asking {case.asking}")
            case "plan":
                if first:
                    await self._hear("/plan", EventKind.COMMAND)
                document = " ".join(row.reply.text for row in self.turn if row.reply.title)
                self._hold(_plain(line.words) in _plain(document), line, f"the plan is\n{document}")
            case "until" | "until asked":
                await self._stretch(line)
            case _ if line.kind.startswith("P"):
                await self._say(line)
        return 0

    # -- what happens -------------------------------------------------------------------------

    def _clock(self, line: Line) -> None:
        if later := _LATER.fullmatch(line.words):
            self._now += timedelta(**{f"{later[2]}s": int(later[1])})
        else:
            self._now = self._moment(line.words)
        self._engine = self._engine or Engine(self.database, self.books, self._zone)
        self.turn = []

    async def _remind(self) -> None:
        """Everything that came due since the last line comes, each at its time."""
        until, said = self._now, list[Outgoing]()
        while due := [row for row in (await self.person()).reminders if row.due_at <= until]:
            self._now = max(due[0].due_at, self.last)
            await self._hear(f"{due[0].case}:{due[0].name}", EventKind.REMINDER, minutes=0)
            said += self.turn
        self._now, self.turn = until, said

    def _moment(self, words: str) -> datetime:
        """A day and an hour in the zone that stands behind them, or else in the last one."""
        day, hour, *zone = words.split()
        self._zone = zone[0] if zone else self._zone
        return datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=ZoneInfo(self._zone)).astimezone(UTC)

    async def _say(self, line: Line) -> None:
        times = int(line.kind[3:] or 1)
        text = _CHARACTER.sub(lambda found: chr(int(found[1], 16)), line.words) * times
        if label := re.fullmatch(r"\[(.+)\]", text):
            await self._hear(self._button(line, label[1]), EventKind.CHOICE)
        elif text == "(picture)":
            await self._hear("", EventKind.OTHER)
        else:
            await self._hear(text, EventKind.COMMAND if text.startswith("/") else EventKind.TEXT)

    def _button(self, line: Line, label: str) -> str:
        """The data of the newest button with this label, however long ago it was shown."""
        buttons = [choice for row in self.said for choice in row.reply.choices if _plain(choice.label) == _plain(label)]
        self._hold(bool(buttons), line, "no such button was ever shown")
        return buttons[-1].data

    async def _stretch(self, line: Line) -> None:
        """Answers for the person until the step, or the question, is reached."""
        heard: list[Outgoing] = []
        for _ in range(MOST_TURNS):
            case = await self.case()
            there = case.asking if line.kind == "until asked" else case.step
            if there == line.words and (case.pending or {}).get("kind") != "menu":
                self.turn = heard or self.turn
                return
            await self._hear(await self._answer(line), EventKind.TEXT)
            heard += self.turn
        self.turn = heard
        self._hold(False, line, f"it never came to that; it stands in {case.step}, asking {case.asking}")

    async def _answer(self, line: Line) -> str:
        """What somebody would say now: as told in the story, else something ordinary."""
        person = await self.person()
        case = _active(person)
        pending = case.pending or {}
        if pending.get("kind") == "menu" and pending["name"] == "date":
            return "yes, that day"
        if pending.get("kind") == "list":
            return "that's all"
        question = current(Scene(self.books["en"], person, Event(self.key, self._now, EventKind.TEXT)))
        self._hold(question is not None, line, f"nothing is open in {case.step}")
        assert question is not None
        self.asked.append(question.name)
        return self._answers.get(question.name, ordinary(question))

    async def _hear(self, text: str, kind: EventKind, minutes: int = 1) -> None:
        if self._engine is None:
            raise StoryError("a story sets its clock (@ ...) before anything is said")
        self._now += timedelta(minutes=minutes)
        self.last = self._now
        self.turn = await self._engine.hear([Event(self.key, self._now, kind, text)])
        await self._engine.delivered([row.id for row in self.turn if row.id is not None])
        self.said += self.turn

    # -- what is so ---------------------------------------------------------------------------

    async def person(self) -> Person:
        """The person as the database has them."""
        async with self.database.reading() as transaction:
            return (await transaction.persons.load([self.key]))[self.key]

    async def case(self) -> Case:
        """The conversation at hand, as the database has it."""
        return _active(await self.person())

    def _heard(self, line: Line, at: int) -> int:
        """The words stand in one reply, and not before those of the line above."""
        start = 0
        for row in self.turn:
            text = _plain(_whole(row))
            found = text.find(_plain(line.words), max(at - start, 0))
            if found >= 0:
                return start + found + len(_plain(line.words))
            start += len(text) + 1
        raise self._wrong(line, "that was not said, or not in this order")

    def _unheard(self, line: Line) -> None:
        self._hold(all(_plain(line.words) not in _plain(_whole(row)) for row in self.turn), line, "that was said")

    def _hold(self, true: bool, line: Line, otherwise: str) -> None:
        if not true:
            raise self._wrong(line, otherwise)

    def _wrong(self, line: Line, what: str) -> StoryError:
        said = "\n".join(f"  [{row.step}] {_whole(row)}" for row in self.turn)
        return StoryError(f"line {line.number}, {line.kind}: {line.words!r}: {what}.\nThis turn:\n{said}")


def _active(person: Person) -> Case:
    return next((case for case in person.cases if case.number == person.active), person.lobby)


def _whole(row: Outgoing) -> str:
    """A reply with its title and its buttons."""
    labels = "".join(f"\n[{choice.label}]" for choice in row.reply.choices)
    return (f"{row.reply.title}\n" if row.reply.title else "") + row.reply.text + labels


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).lower().split())


async def replay(path: Path, folder: Path, books: Books) -> Stage:
    """Plays the story of a file on a new database in `folder`; the stage, for whoever wants to look."""
    url = f"sqlite+aiosqlite:///{folder / 'story.db'}"
    await migrate(url)
    async with await Database.open(url) as database:
        stage = Stage(database, books)
        await stage.play(read(path.read_text("utf-8")))
    return stage


async def differences(path: Path, folder: Path, books: Books) -> list[StoryError]:
    """Where the story of a file goes another way today, on a new database in `folder`."""
    url = f"sqlite+aiosqlite:///{folder / 'story.db'}"
    await migrate(url)
    async with await Database.open(url) as database:
        return await Stage(database, books).differences(read(path.read_text("utf-8")))


def stories(folder: Path) -> Iterator[Path]:
    """The story files of a folder, by name."""
    return iter(sorted(folder.glob("*.story")))


def main() -> int:
    """Plays the files that are named, and prints every turn that differs; 1 if one does."""
    books, status = load_books(), 0
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            found = asyncio.run(differences(Path(name), Path(folder), books))
        print(f"{name}: {len(found)} lines go another way today" if found else f"{name}: goes as it is written")
        for error in found:
            print(f"  {error}")
        status = status or bool(found)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
