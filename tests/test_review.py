"""The coach's desk: the gravest first, everything with its signals, and a way in for one coach only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from flows.model import Answer, Case, Event, EventKind, Person, Reply
from storage.records import DeadLetter, Outgoing
from storage.review.values import RISKS, SAMPLED, Filter, Flagged, Offer
from tests.practice import ANN, BEN, COACH, Practice, practice

STORY = "They pay late and Donna shouts."
THREAT = "he followed me to my car and said he will kill me"


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Practice]:
    async with practice(tmp_path) as open_practice:
        yield open_practice


async def cases(office: Practice, *flags: tuple[str, ...], level: str = "all", step: str = "reflect") -> None:
    """One shared case for each, with what is flagged in it; each a minute younger than the one before."""
    start = office.now
    async with office.database.writing() as transaction:
        for place, kinds in enumerate(flags):
            key, at = f"telegram:{100 + place}", start + timedelta(minutes=place)
            case = Case(1, step, at, at, answers={"client_name": Answer(f"Client {place}", "", at)})
            await transaction.persons.save([Person(key, Case(0, "lobby", at, at), cases=(case,), active=1)])
            await transaction.cases.save([(key, case)])
            (message,) = await transaction.messages.add([Outgoing(key, 1, step, at, Reply(f"word{place} hello"))])
            if kinds:
                await transaction.review.sharing.flag([Flagged(message, key, 1, at, kinds)])
            offer = Offer(key, 1, level, step, "snf", None, at)
            await transaction.review.sharing.offer([offer], [message], [])


# -- the queue ----------------------------------------------------------------------------------------


async def test_risk_comes_first_the_gravest_at_the_top(office: Practice) -> None:
    await cases(office, (), ("heat",), ("override", "impulse"), ("impulse",), ("safety",), ("request",), ("crisis",))
    risky = [queued.flags[0] for queued in await office.desk.queue() if queued.rank < SAMPLED]
    assert risky == ["crisis", "safety", "request", "override", "heat"]


async def test_the_same_risk_stands_by_date_the_newest_first(office: Practice) -> None:
    await cases(office, *[("heat",)] * 5)
    at = [queued.at for queued in await office.desk.queue()]
    assert at == sorted(at, reverse=True)


async def test_of_those_without_risk_a_tenth_is_sampled_whatever_they_said(office: Practice) -> None:
    await cases(office, *[()] * 200)
    ranks = [queued.rank for queued in await office.desk.queue(most=500)]
    assert ranks == sorted(ranks)
    assert 15 <= ranks.count(SAMPLED) <= 25


async def test_pages_follow_one_another_without_gap_or_repeat(office: Practice) -> None:
    await cases(office, *[RISKS[place % 6 : place % 6 + 1] if place % 7 else () for place in range(60)])
    whole = [queued.conversation for queued in await office.desk.queue(most=100)]
    seen: list[int] = []
    page = await office.desk.queue(most=7)
    while page:
        seen += [queued.conversation for queued in page]
        page = await office.desk.queue(after=page[-1].place, most=7)
    assert seen == whole


async def test_it_is_filtered_by_step_kind_outcome_signal_and_reviewed(office: Practice) -> None:
    await cases(office, ("crisis",), ("impulse",), ())
    await cases(office, (), step="decide")
    await office.desk.review(2)

    async def wanted(**fields: object) -> list[int]:
        return sorted(queued.conversation for queued in await office.desk.queue(Filter(**fields)))  # type: ignore[arg-type]

    assert await wanted(step="decide") == [1]
    assert await wanted(signal="impulse") == [2]
    assert await wanted(kind="snf") == [1, 2, 3]
    assert await wanted(kind="payer") == []
    assert await wanted(outcome="part_ways") == []
    assert await wanted(reviewed=True) == [2]
    assert await wanted(reviewed=False, kind="snf") == [1, 3]


async def test_pages_of_one_signal_follow_one_another_too(office: Practice) -> None:
    await cases(office, *[(RISKS[place % 6], "impulse") if place % 3 else () for place in range(60)])
    whole = [queued.conversation for queued in await office.desk.queue(most=100) if "impulse" in queued.flags]
    seen: list[int] = []
    page = await office.desk.queue(Filter(signal="impulse"), most=7)
    while page:
        seen += [queued.conversation for queued in page]
        page = await office.desk.queue(Filter(signal="impulse"), page[-1].place, most=7)
    assert (seen, len(seen)) == (whole, 40)


async def test_what_is_reviewed_comes_back_when_something_new_is_flagged(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "8")
    await office.shares(ANN, "all")
    assert await office.desk.review(1)
    assert 1 not in [queued.conversation for queued in await office.desk.queue(Filter(reviewed=False))]
    await office.says(ANN, "It goes back longer")
    assert 1 not in [queued.conversation for queued in await office.desk.queue(Filter(reviewed=False))]
    await office.says(ANN, THREAT)
    first = (await office.desk.queue(Filter(reviewed=False)))[0]
    assert (first.conversation, first.flags[0]) == (1, "safety")


async def test_a_coach_can_take_the_mark_back(office: Practice) -> None:
    await cases(office, ("heat",))
    await office.desk.review(1)
    await office.desk.reopen(1)
    assert [queued.conversation for queued in await office.desk.queue(Filter(reviewed=False))] == [1]


# -- a conversation -----------------------------------------------------------------------------------


async def test_a_conversation_shows_steps_signals_with_cues_and_heat(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "8", "It goes back longer", THREAT)
    await office.shares(ANN, "all")
    page = await office.desk.open(1)
    assert page is not None
    assert (page.head.client, page.head.kind, page.head.person) == ("Maple SNF", "snf", ANN)
    assert list(dict.fromkeys(line.step for line in page.lines))[:2] == ["client", "reflect"]
    (line,) = [line for line in page.lines if line.text == THREAT]
    (signal,) = line.signals
    assert signal.kind == "safety"
    assert all(THREAT[cue.start : cue.end] == cue.text for cue in signal.cues)
    assert [(measure.name, measure.value) for measure in page.measures] == [("heat", 8.0)]


async def test_a_long_one_is_read_in_both_directions(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    for _ in range(40):
        await office.says(ANN, "/status")
    await office.shares(ANN, "all")
    page = await office.desk.open(1)
    assert page is not None
    first = page.lines
    more = await office.desk.lines(1, after=first[-1].id)
    assert more[0].id > first[-1].id
    assert await office.desk.lines(1, before=more[0].id) == first[-100:]


async def test_the_lobby_is_a_conversation_of_its_own(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    page = await office.desk.open(-1)
    assert page is not None
    assert (page.head.case, page.head.number) == (None, 0)
    assert page.lines[0].text == "/start"


async def test_what_failed_for_a_person_is_shown_by_type_and_place(office: Practice) -> None:

    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    async with office.database.writing() as transaction:
        event = Event(ANN, office.now, EventKind.TEXT, "secret words")
        await transaction.dead_letters.add([DeadLetter(event, "KeyError", "flows.asking:1 in ask")])
    page = await office.desk.open(1)
    assert page is not None
    assert [(failure.error, failure.place) for failure in page.failures] == [("KeyError", "flows.asking:1 in ask")]


async def test_there_is_no_difference_between_what_is_hidden_and_what_does_not_exist(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    for number in (1, -1, 2, 99, -99, 0):
        assert await office.desk.open(number) is None
        assert await office.desk.lines(number) == []
        assert not await office.desk.note(number, "x")


# -- notes and tags -----------------------------------------------------------------------------------


async def test_notes_stand_on_a_message_or_on_all_of_it(office: Practice) -> None:
    await cases(office, ("heat",))
    page = await office.desk.open(1)
    assert page is not None
    assert await office.desk.note(1, "call them")
    assert await office.desk.note(1, "here", message=page.lines[0].id)
    assert not await office.desk.note(1, "elsewhere", message=999)
    assert not await office.desk.note(1, "   ")
    page = await office.desk.open(1)
    assert page is not None
    assert [(note.text, note.message, note.coach) for note in page.notes] == [
        ("call them", None, COACH),
        ("here", page.lines[0].id, COACH),
    ]


async def test_a_note_on_a_message_that_is_not_shared_any_more_is_hidden_with_it(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "8")
    await office.shares(ANN, "all")
    page = await office.desk.open(1)
    assert page is not None
    told = next(line.id for line in page.lines if line.text == STORY)
    await office.desk.note(1, "about the story", message=told)
    await office.shares(ANN, "flagged")
    page = await office.desk.open(1)
    assert page is not None
    assert page.notes == []


async def test_tags_are_those_that_were_given_last(office: Practice) -> None:
    await cases(office, ("heat",))
    assert await office.desk.tag(1, ["late  payer", "call", "call", " "])
    assert await office.desk.tag(1, ["call", "late payer"])
    (queued,) = await office.desk.queue()
    assert queued.tags == ("call", "late payer")


# -- search -------------------------------------------------------------------------------------------


async def test_search_finds_words_and_the_beginning_of_the_last_one(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.begins(BEN, "Oak Clinic", "Donna again.")
    await office.shares(ANN, "all")
    hits = await office.desk.search("donna sho")
    assert STORY in [hit.line.text for hit in hits]
    assert {hit.person for hit in hits} == {ANN}
    assert any("\x02Donna\x03 \x02shouts\x03" in hit.excerpt for hit in hits)
    assert await office.desk.search("donna shou again") == []


@pytest.mark.parametrize(
    "words",
    ['"', "'", "donna OR late", "NEAR(donna late)", "donna*", "text:donna", "-donna", "^donna", "(", "zz\0donna", "",
     "   ", "donna AND", "<script>", "'; DROP TABLE messages; --", "💥", "%", "_"],
)  # fmt: skip
async def test_nothing_that_is_typed_is_an_operator(office: Practice, words: str) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    for hit in await office.desk.search(words):
        assert "donna" in hit.line.text.lower() or "script" in hit.line.text


async def test_search_gives_the_newest_first_page_by_page(office: Practice) -> None:
    await cases(office, *[()] * 60)
    hits = await office.desk.search("hello")
    more = await office.desk.search("hello", before=hits[-1].line.id)
    ids = [hit.line.id for hit in (*hits, *more)]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 60


# -- the entrance -------------------------------------------------------------------------------------


async def test_a_link_lets_in_once_and_only_while_it_is_fresh(office: Practice) -> None:
    soon, late = office.now + timedelta(minutes=10), office.now + timedelta(minutes=11)
    async with office.database.writing() as transaction:
        entrance = transaction.review.entrance
        await entrance.add_login("a", COACH, soon)
        await entrance.add_login("b", COACH, soon)
        assert await entrance.use_login("a", office.now) == COACH
        assert await entrance.use_login("a", office.now) is None
        assert await entrance.use_login("b", late) is None
        assert await entrance.use_login("c", office.now) is None


async def test_a_session_ends_by_itself_or_when_asked_to(office: Practice) -> None:
    soon, late = office.now + timedelta(hours=1), office.now + timedelta(hours=2)
    async with office.database.writing() as transaction:
        entrance = transaction.review.entrance
        await entrance.add_session("a", COACH, soon)
        assert await entrance.coach_of("a", office.now) == COACH
        assert await entrance.coach_of("a", late) is None
        await entrance.end_session("a")
        assert await entrance.coach_of("a", office.now) is None
