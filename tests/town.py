"""A small town of made-up people and their clients, for pictures of the review page and for looking at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from flows.asking import current
from flows.model import Event, EventKind
from flows.scene import Scene
from tests.practice import COACH, Practice
from tests.walking import BOOKS, ordinary

LINES = (
    "It has been building since the summer, one evening call at a time.",
    "Donna, the director of nursing. She answers, and she remembers.",
    "Dinner with my kids, mostly. And I’m short with everyone on Wednesdays.",
    "If they gave me a fixed afternoon and kept it, I’d stay.",
    "I asked once, in March, in the corridor. It got lost.",
    "The two gentlemen on the second floor, they know nobody else.",
    "I want my week to have one day in it that nobody can move.",
    "I’d say that the hours don’t fit any more. That is the truth of it.",
)
"""What people answer to an open question."""

ANNA, BELA, CARLA, DANIEL, ELSA, FAISAL, GRETA, HUGO = (f"telegram:{number}" for number in range(101, 109))


async def settle(town: Practice) -> None:
    """People come over two weeks, talk, and share what they like; the coach has been here once."""
    town.now = datetime.fromisoformat("2026-11-09T18:20:00+00:00")
    await _hugo(town)
    await _greta(town)
    await _faisal(town)
    await _elsa(town)
    await _carla(town)
    await _daniel(town)
    await _bela(town)
    await _anna(town)
    await town.engine.delivered([message.id for message in await town.engine.unsent() if message.id])


async def _anna(town: Practice) -> None:
    _on(town, "2026-11-20T03:40:00+00:00")
    await comes(
        town, ANNA, "Maple Grove", 1, "They gave my Tuesday clinic to some locum WITHOUT TELLING ME. Four years."
    )
    await town.shares(ANNA, "all")
    await town.says(ANNA, "9", "Something today or yesterday")
    await town.says(ANNA, "Breathe with me, two minutes")
    town.now += timedelta(minutes=3)
    await town.says(ANNA, "stop", "6", "A week with one evening that nobody can move")
    await town.says(ANNA, "I want to send it right now and copy everyone on it, so they all know")
    await town.says(ANNA, "8", "It can’t wait, the schedule goes out tomorrow")
    await goes_on(town, ANNA, 6)
    _on(town, "2026-11-22T16:05:00+00:00")
    await town.says(ANNA, "/coach")
    await goes_on(town, ANNA, 1)


async def _bela(town: Practice) -> None:
    _on(town, "2026-11-20T15:10:00+00:00")
    await comes(town, BELA, "Harbor Rehab", 3, "The director talks over my therapists in every meeting.")
    await town.shares(BELA, "flagged")
    await town.says(BELA, "5")
    await town.says(BELA, "He followed me to my car again and said he knows where my kids go to school.")
    await town.says(BELA, "I’m safe right now")


async def _carla(town: Practice) -> None:
    _on(town, "2026-11-17T19:30:00+00:00")
    await comes(town, CARLA, "Lakeside Health Plan", 6, "Three denials a week, and every appeal takes an hour.")
    await town.shares(CARLA, "all")
    await town.says(CARLA, "8")
    await goes_on(town, CARLA, 8)
    await town.desk.tag(_last(await town.desk.queue()), ["appeals", "contract"])


async def _daniel(town: Practice) -> None:
    _on(town, "2026-11-18T12:00:00+00:00")
    await comes(town, DANIEL, "Birch Street Clinic", 5, "Kind people, and every invoice is ninety days late.")
    await town.shares(DANIEL, "all")
    await goes_on(town, DANIEL, 9)


async def _elsa(town: Practice) -> None:
    _on(town, "2026-11-15T09:00:00+00:00")
    await comes(town, ELSA, "Northway Comp", 7, "Every visit takes three forms, and the fee is that of 2015.")
    await town.shares(ELSA, "all")
    await until(town, ELSA, "renegotiate")


async def _faisal(town: Practice) -> None:
    _on(town, "2026-11-13T16:00:00+00:00")
    await comes(town, FAISAL, "St. Anselm’s", 4, "The call schedule grows, and my own clinic shrinks.")
    await town.shares(FAISAL, "all")
    await goes_on(town, FAISAL, 5)


async def _greta(town: Practice) -> None:
    """She shares nothing."""
    _on(town, "2026-11-11T20:00:00+00:00")
    await comes(town, GRETA, "Night staffing agency", 10, "They cancel shifts the evening before.")
    await goes_on(town, GRETA, 5)


async def _hugo(town: Practice) -> None:
    await comes(town, HUGO, "Old Mill SNF", 1, "It has been good, and it is too far away.")
    await town.shares(HUGO, "all")
    await until(town, HUGO, "closed")
    for queued in await town.desk.queue():
        if queued.client == "Old Mill SNF":
            words = "A calm ending. Worth asking whether the story may be told to others."
            await town.desk.note(queued.conversation, words)
            await town.desk.review(queued.conversation)


async def comes(town: Practice, person: str, client: str, kind: int, story: str) -> None:
    """Somebody comes for the first time, and tells about a client of the kind with that number."""
    await town.says(person, "/start", "I agree", "skip", client, str(kind), story)


async def goes_on(town: Practice, person: str, turns: int, given: Mapping[str, str] | None = None) -> None:
    """Answers what is asked, so many times: as `given`, else with something ordinary."""
    for turn in range(turns):
        said = await _answer(town, person, given or {})
        await town.says(person, LINES[turn % len(LINES)] if said.startswith("I want my Tuesdays") else said)


async def until(town: Practice, person: str, step: str, most: int = 250) -> None:
    """Answers what is asked until the conversation stands in a step."""
    for _ in range(most):
        if await _step(town, person) == step:
            return
        await town.says(person, await _answer(town, person, {}))
    raise AssertionError(f"never came to {step}")


async def _answer(town: Practice, key: str, given: Mapping[str, str]) -> str:
    async with town.database.reading() as transaction:
        person = (await transaction.persons.load([key]))[key]
    case = next(case for case in person.cases if case.number == person.active)
    pending = case.pending or {}
    if pending.get("kind") == "menu":
        return "yes, that day" if pending["name"] == "date" else "1"
    if pending.get("kind") == "list":
        return "that's all"
    question = current(Scene(BOOKS["en"], person, Event(key, town.now, EventKind.TEXT)))
    return given.get(question.name, ordinary(question)) if question else "/status"


async def _step(town: Practice, key: str) -> str:
    async with town.database.reading() as transaction:
        person = (await transaction.persons.load([key]))[key]
    return next(case.step for case in person.cases if case.number == person.active)


def _on(town: Practice, moment: str) -> None:
    town.now = max(town.now + timedelta(minutes=1), datetime.fromisoformat(moment))


def _last(queue: list) -> int:  # type: ignore[type-arg]
    return max(queued.conversation for queued in queue)


__all__ = ["ANNA", "BELA", "COACH", "goes_on", "settle", "until"]
