"""The pages of the review: what a coach finds, reads and does there, and that nobody's silence is broken."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.review.words import Words
from flows.model import Event, EventKind
from storage.records import DeadLetter
from storage.review.values import Entry
from tests.browsing import Reviewed, reviewed
from tests.practice import ANN, BEN, COACH, texts
from tests.walking import BOOKS

STORY = "They pay late and Donna shouts."
HURRY = "I’m writing the email to the administrator right now, they will regret this"
THREAT = "he followed me to my car and said he will kill me"


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[Reviewed]:
    async with reviewed(tmp_path) as open_page:
        yield open_page


async def ann_shares(page: Reviewed, level: str = "all", *more: str) -> None:
    """Ann tells about a client, with a 9, and lets coaches read it."""
    await page.practice.begins(ANN, "Maple SNF", STORY)
    await page.practice.says(ANN, "9", *more)
    await page.practice.shares(ANN, level)


async def logged(page: Reviewed, did: str) -> list[tuple[str, int | None]]:
    """Who did a thing, and to which conversation."""
    async with page.office.database.reading() as transaction:
        return [(entry.who, entry.conversation) for entry in await transaction.review.audit.read() if entry.did == did]


# -- the queue ----------------------------------------------------------------------------------------


async def test_the_queue_says_in_plain_words_why_somebody_is_there(page: Reviewed) -> None:
    await ann_shares(page, "all", "Something today or yesterday", "It can’t wait, the schedule goes out tomorrow")
    coach = await page.coach()
    assert "Maple SNF" in coach.text
    assert "was offered a pause and went on at once; heat 9 of 10" in coach.text
    assert re.search(r"1\s+Went on anyway", coach.text)
    assert "Nursing facility, I consult" in coach.text


async def test_of_who_shares_moments_only_the_queue_tells_neither_client_nor_number(page: Reviewed) -> None:
    await ann_shares(page, "flagged")
    coach = await page.coach()
    assert "Flagged moments of case 1" in coach.text
    assert "high heat" in coach.text
    assert "Maple" not in coach.text
    assert "9 of 10" not in coach.text


async def test_filters_stand_in_the_address_and_take_effect(page: Reviewed) -> None:
    await ann_shares(page)
    coach = await page.coach()
    for found, query in (
        (True, "signal=heat"), (False, "signal=crisis"), (True, "step=reflect"), (False, "step=decide"),
        (True, "kind=snf"), (False, "kind=payer"), (False, "outcome=kept"), (True, "reviewed=no"),
        (False, "reviewed=yes"), (False, "step=<script>"), (True, "reviewed=<script>"), (True, "after=nonsense"),
    ):  # fmt: skip
        await coach.opens(f"/?{query}")
        assert ("Maple SNF" in coach.text) is found, query
    await coach.opens("/?signal=heat&reviewed=no")
    assert coach.page.text.count(" selected>") == 2


async def test_more_goes_on_where_the_page_ended(page: Reviewed) -> None:
    for number in range(60):
        key = f"telegram:{1000 + number}"
        await page.practice.says(key, "/start", "I agree", "3")
    coach = await page.coach()
    seen = re.findall(r'href="/conversations/(-?\d+)"', coach.page.text)
    assert len(seen) == 50
    while more := re.search(r'hx-get="(/\?after=[^"]*)"', coach.page.text):
        coach.page = await coach.http.get(more[1], headers={"HX-Request": "true"})
        assert "<html" not in coach.page.text
        seen += re.findall(r'href="/conversations/(-?\d+)"', coach.page.text)
    assert len(seen) == len(set(seen)) == 120  # what was said about each client, and before


# -- a conversation -----------------------------------------------------------------------------------


async def test_a_conversation_opens_at_the_gravest_moment_then_at_the_end_once_reviewed(page: Reviewed) -> None:
    await ann_shares(page, "all", "It goes back longer", THREAT, "I’m safe right now")
    coach = await page.coach()
    await coach.opens("/conversations/1")
    place = re.search(r"at=(\d+)", str(coach.page.url))
    assert place
    article = re.search(rf'<article[^>]*id="m{place[1]}".*?</article>', coach.page.text, re.DOTALL)
    assert article and "<mark>" in article[0] and "followed me" in article[0]
    await coach.sends("/conversations/1/review")
    assert "Who needs you" in coach.text
    assert str((await coach.opens("/conversations/1")).url).endswith("at=newest#newest")


async def test_signals_are_marked_and_explained(page: Reviewed) -> None:
    await ann_shares(page, "all", "It goes back longer", HURRY)
    async with page.office.database.reading() as transaction:
        lines = await transaction.review.transcript.lines(1)
    (signal,) = next(line.signals for line in lines if line.text == HURRY)
    coach = await page.coach()
    await coach.opens("/conversations/1?at=newest")
    marked = " ".join(html.unescape(mark) for mark in re.findall(r"<mark>(.*?)</mark>", coach.page.text))
    assert f"Impulse, {100 * signal.score:.0f} of 100" in coach.text
    assert any(cue.end > cue.start for cue in signal.cues)
    for cue in signal.cues:
        assert Words(BOOKS["en"]).cue(signal, cue) in coach.text
        assert cue.end == cue.start or cue.text in marked


async def test_steps_heat_pauses_reminders_and_failures_stand_beside_it(page: Reviewed) -> None:
    await ann_shares(page, "all", "Something today or yesterday", "Let it rest for three days", "4", "7")
    async with page.office.database.writing() as transaction:
        event = Event(ANN, page.practice.now, EventKind.TEXT, "secret words")
        await transaction.dead_letters.add([DeadLetter(event, "KeyError", "flows.asking:1 in ask")])
    coach = await page.coach()
    await coach.opens("/conversations/1")
    for words in ("Reflect", "A pause", "Heat: from 9 to 9, last 9.", "Three days", "the end of your pause", "waiting",
                  "KeyError", "flows.asking:1 in ask", "All of it"):  # fmt: skip
        assert words in coach.text, words
    assert "<svg" in coach.page.text
    assert "secret words" not in coach.page.text


async def test_where_moments_are_shared_nothing_else_stands_on_the_page(page: Reviewed) -> None:
    await ann_shares(page, "flagged")
    coach = await page.coach()
    await coach.opens("/conversations/1")
    assert "Flagged moments of case 1" in coach.text
    for words in ("Maple", "Donna", "Heat and confidence", "Reminders"):
        assert words not in coach.text


async def test_a_long_one_comes_in_parts_in_both_directions(page: Reviewed) -> None:
    await ann_shares(page)
    for _ in range(80):
        await page.practice.says(ANN, "/status")
    coach = await page.coach()
    await coach.opens("/conversations/1?at=newest")
    seen = {int(number) for number in re.findall(r'id="m(\d+)"', coach.page.text)}
    while more := re.search(r'hx-get="(/conversations/1/lines\?before=\d+)"', coach.page.text):
        await coach.opens(more[1])
        part = {int(number) for number in re.findall(r'id="m(\d+)"', coach.page.text)}
        assert not part & seen
        seen |= part
    async with page.office.database.reading() as transaction:
        whole = await transaction.review.transcript.lines(1, most=10_000)
    assert seen == {line.id for line in whole}
    await coach.opens(f"/conversations/1?at={whole[0].id}")
    later = re.search(r'hx-get="(/conversations/1/lines\?after=\d+)"', coach.page.text)
    assert later and "Later messages" in coach.text
    assert 'id="m' in (await coach.opens(later[1])).text


async def test_every_look_is_written_down(page: Reviewed) -> None:
    await ann_shares(page)
    coach = await page.coach()
    await coach.opens("/conversations/1?at=newest")
    await coach.opens("/conversations/1/lines?after=1")
    await coach.opens("/conversations/1/transcript?format=md")
    assert await logged(page, "read") == [(COACH, 1), (COACH, 1)]
    assert await logged(page, "exported") == [(COACH, 1)]
    await coach.opens("/log")
    assert re.search(r"you\s+exported\s+1", coach.text)


# -- notes, tags, replies -----------------------------------------------------------------------------


async def test_notes_stand_on_the_conversation_and_on_messages(page: Reviewed) -> None:
    await ann_shares(page)
    coach = await page.coach()
    await coach.opens("/conversations/1")
    await coach.sends("/conversations/1/notes", words="Call them\nsoon")
    assert "Call them\nsoon" in coach.text
    message = re.findall(r'id="m(\d+)"', coach.page.text)[0]
    await coach.opens(f"/conversations/1/messages/{message}/note")
    assert "A note on this message" in coach.text
    await coach.sends("/conversations/1/notes", words="This is the turn", message=message)
    article = re.search(rf'<article[^>]*id="m{message}".*?</article>', coach.page.text, re.DOTALL)
    assert article and "This is the turn" in article[0]
    assert await logged(page, "noted") == [(COACH, 1)] * 2


async def test_tags_and_the_mark_can_be_changed(page: Reviewed) -> None:
    await ann_shares(page)
    coach = await page.coach()
    await coach.opens("/conversations/1")
    await coach.sends("/conversations/1/tags", tags="payer, , late  money")
    assert 'value="late money, payer"' in coach.page.text
    await coach.sends("/conversations/1/review")
    await coach.opens("/?reviewed=yes")
    assert "Maple SNF" in coach.text
    await coach.opens("/conversations/1")
    await coach.sends("/conversations/1/reopen")
    await coach.opens("/?reviewed=yes")
    assert "Maple SNF" not in coach.text


async def test_a_reply_reaches_the_person_as_a_humans_and_their_answer_stands_here(page: Reviewed) -> None:
    await ann_shares(page)
    coach = await page.coach()
    await coach.opens("/conversations/1")
    await coach.sends("/conversations/1/reply", words="Which clause is it?\nWould you read it to me?")
    assert "It is on its way." in coach.text
    waiting = texts(await page.practice.engine.unsent(ANN))
    assert "Which clause is it?\nWould you read it to me?" in waiting
    assert "coach" in waiting
    told = texts(await page.practice.says(ANN, "The one about sixty days."), COACH)
    assert "/review" in told
    await coach.opens("/")
    assert re.search(r"Answered you\s+Maple SNF\s+wrote back to a coach", coach.text)
    await coach.opens("/conversations/1")
    answer = re.search(
        r"<article[^>]*by-person[^>]*>(?:(?!</article>).)*sixty days.*?</article>", coach.page.text, re.DOTALL
    )
    assert answer and "Answer to a coach" in answer[0]
    assert await logged(page, "wrote to the person") == [(COACH, 1)]


async def test_nothing_empty_is_sent_or_kept(page: Reviewed) -> None:
    await ann_shares(page)
    coach = await page.coach()
    await coach.opens("/conversations/1")
    csrf = coach.csrf
    for what in ("reply", "notes"):
        assert (await coach.posts(f"/conversations/1/{what}", {"csrf": csrf, "words": " \r\n "})).status_code == 404
    assert await logged(page, "wrote to the person") == []


# -- search -------------------------------------------------------------------------------------------


async def test_search_finds_and_marks_and_leads_there(page: Reviewed) -> None:
    await ann_shares(page)
    coach = await page.coach()
    await coach.opens("/search")
    await coach.sends("/search", words="donna sho")
    assert "<mark>Donna</mark> <mark>shouts</mark>" in coach.page.text
    link = re.search(r'href="(/conversations/1\?at=(\d+)#m\2)"', coach.page.text)
    assert link
    await coach.opens(link[1])
    assert f'id="m{link[2]}"' in coach.page.text
    part = await coach.posts("/search", {"csrf": coach.csrf, "words": "zebra"}, **{"HX-Request": "true"})
    assert "Nothing that is shared" in part.text
    assert "<html" not in part.text


async def test_what_is_looked_for_stands_in_no_address_and_no_log(page: Reviewed) -> None:
    coach = await page.coach()
    await coach.opens("/search")
    await coach.sends("/search", words="xyzzy")
    assert "xyzzy" not in str(coach.page.url)
    assert "xyzzy" not in (await coach.opens("/log")).text
    assert "xyzzy" not in (await coach.opens("/log.csv")).text


async def test_more_hits_come_page_by_page(page: Reviewed) -> None:
    await ann_shares(page)
    for _ in range(60):
        await page.practice.says(ANN, "zebra")
    coach = await page.coach()
    await coach.opens("/search")
    await coach.sends("/search", words="zebra")
    before = re.search(r'name="before" value="(\d+)"', coach.page.text)
    assert before and "The 50 newest messages" in coach.text
    first = set(re.findall(r"#m(\d+)", coach.page.text))
    await coach.sends("/search", words="zebra", before=before[1])
    assert not first & set(re.findall(r"#m(\d+)", coach.page.text))


# -- what is not shared -------------------------------------------------------------------------------


ADDRESSES = (
    "/conversations/{}", "/conversations/{}?at=newest", "/conversations/{}?at=1", "/conversations/{}/lines?after=0",
    "/conversations/{}/lines?before=999", "/conversations/{}/transcript?format=html",
    "/conversations/{}/transcript?format=md&notes=yes", "/conversations/{}/transcript?format=jsonl",
    "/conversations/{}/transcript?format=pdf", "/conversations/{}/messages/1/note",
    "/conversations/{}/messages/17/note",
)  # fmt: skip


async def test_a_hidden_conversation_and_none_at_all_look_the_same(page: Reviewed) -> None:
    await page.practice.begins(ANN, "Maple SNF", STORY)
    coach = await page.coach()
    await coach.opens("/")
    csrf = coach.csrf
    for address in ADDRESSES:
        hidden, missing = [await coach.opens(address.format(number)) for number in (1, 4711)]
        assert (hidden.status_code, missing.status_code) == (404, 404), address
        assert hidden.text == missing.text
        assert hidden.headers.keys() == missing.headers.keys()
    for what, fields in (
        ("notes", {"words": "x"}), ("notes", {"words": "x", "message": "1"}), ("tags", {"tags": "x"}), ("review", {}),
        ("reopen", {}), ("reply", {"words": "x"}),
    ):  # fmt: skip
        sent = [await coach.posts(f"/conversations/{number}/{what}", {"csrf": csrf} | fields) for number in (1, 4711)]
        assert [answer.status_code for answer in sent] == [404, 404], what
        assert sent[0].text == sent[1].text
    assert await logged(page, "read") == await logged(page, "noted") == await logged(page, "reopened") == []


@pytest.mark.parametrize(
    "number", ["0", "-1", "-0", "x", "1.5", "99999999999999999999", "1%00", "١", "1;2", "-99999999"]
)
async def test_numbers_that_are_none_are_not_found(page: Reviewed, number: str) -> None:
    coach = await page.coach()
    for address in ADDRESSES:
        assert (await coach.opens(address.format(number))).status_code == 404


async def test_a_message_of_another_conversation_takes_no_note(page: Reviewed) -> None:
    await ann_shares(page)
    await page.practice.begins(BEN, "Oak", STORY)
    await page.practice.shares(BEN, "all")
    coach = await page.coach()
    await coach.opens("/conversations/1?at=newest")
    csrf, own = coach.csrf, re.findall(r'id="m(\d+)"', coach.page.text)[-1]
    others = re.findall(r'href="/conversations/(\d+)"', (await coach.opens("/")).text)
    other = next(number for number in others if number != "1")
    assert (await coach.opens(f"/conversations/{other}/messages/{own}/note")).status_code == 404
    answer = await coach.posts(f"/conversations/{other}/notes", {"csrf": csrf, "words": "x", "message": own})
    assert answer.status_code == 404


async def test_what_was_never_shared_is_nowhere(page: Reviewed, capsys: pytest.CaptureFixture[str]) -> None:
    await page.practice.begins(BEN, "Xyzzy Clinic", "Xyzzy pays nobody and xyzzy shouts.")
    await page.practice.says(BEN, "9")
    await ann_shares(page)
    coach = await page.coach()
    seen = ""
    for address in ("/", "/?signal=heat", "/log", "/log.csv", "/search", "/conversations/1", "/conversations/2"):
        seen += (await coach.opens(address)).text
    for form in ("html", "md", "jsonl", "pdf"):
        seen += (await coach.opens(f"/conversations/1/transcript?format={form}&notes=yes")).text
    await coach.opens("/search")
    found = (await coach.sends("/search", words="xyzzy")).text
    assert "Nothing that is shared" in found
    assert "xyzzy" not in seen.lower()
    assert "clinic" not in found.lower()
    printed = capsys.readouterr()
    assert "xyzzy" not in (printed.out + printed.err).lower()


async def test_what_is_taken_back_is_gone_from_a_page_that_is_open(page: Reviewed) -> None:
    await ann_shares(page)
    coach = await page.coach()
    await coach.opens("/conversations/1?at=newest")
    csrf, message = coach.csrf, re.findall(r'id="m(\d+)"', coach.page.text)[0]
    await page.practice.shares(ANN, "nothing")
    for address in (*ADDRESSES, f"/conversations/{{}}/messages/{message}/note"):
        assert (await coach.opens(address.format(1))).status_code == 404, address
    for what, fields in (("notes", {"words": "x"}), ("reply", {"words": "x"}), ("tags", {"tags": "x"}), ("review", {})):
        assert (await coach.posts(f"/conversations/1/{what}", {"csrf": csrf} | fields)).status_code == 404
    assert "Maple" not in (await coach.opens("/")).text
    await coach.opens("/search")
    assert "<mark>" not in (await coach.sends("/search", words="donna")).text


async def test_a_page_that_fails_says_nothing_of_what_is_stored(
    page: Reviewed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await ann_shares(page)
    database = sqlite3.connect(tmp_path / "goodterms.db")
    database.execute("UPDATE cases SET state = json_object('answers', 'xyzzy')")
    database.commit()
    database.close()
    coach = await page.coach()
    answer = await coach.opens("/conversations/1?at=newest")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "xyzzy" not in "".join(capsys.readouterr())


# -- what somebody types is text ----------------------------------------------------------------------


BAD = "<script>alert(1)</script>"
WORSE = "\"'><img src=x onerror=alert(1)>{{7*7777}}</textarea></title>[x](javascript:alert(1)) =1+1 \u202egnp.exe"


async def test_whatever_anybody_types_is_shown_as_text(page: Reviewed) -> None:
    practice = page.practice
    await practice.begins(ANN, BAD, f"{WORSE} {BAD}")
    await practice.says(ANN, "9", "It goes back longer", f"goal {BAD} {WORSE}", f"{HURRY} {BAD}")
    await practice.shares(ANN, "all")
    coach = await page.coach()
    await coach.opens("/conversations/1?at=newest")
    await coach.sends("/conversations/1/notes", words=f"{BAD} {WORSE}")
    await coach.sends("/conversations/1/tags", tags=f"{BAD},{WORSE}")
    await coach.sends("/conversations/1/reply", words=f"{BAD} {WORSE}")
    await practice.says(ANN, f"answer {BAD} {WORSE}")
    places = ("/", "/conversations/1?at=newest", "/conversations/1?at=1", "/conversations/1/lines?after=0", "/log")
    pages = [(await coach.opens(address)).text for address in places]
    await coach.opens("/search")
    for words in ("script alert", BAD, WORSE, "onerror"):
        pages.append((await coach.sends("/search", words=words)).text)
        await coach.opens("/search")
    assert any("alert(1)" in text for text in pages)
    for text in pages:
        assert "<script>" not in text
        assert "<img" not in text
        assert "54439" not in text
        assert "javascript:" not in " ".join(re.findall(r'href="[^"]*"', text))
    exported = (await coach.opens("/conversations/1/transcript?format=html&notes=yes")).text
    assert "<script>" not in exported and "<img" not in exported
    markdown = (await coach.opens("/conversations/1/transcript?format=md&notes=yes")).text
    assert "<script>" not in markdown and "<img" not in markdown and "[x](" not in markdown


async def test_no_cell_of_the_log_is_a_formula(page: Reviewed) -> None:
    coach = await page.coach()
    async with page.office.database.writing() as transaction:
        await transaction.review.audit.add([Entry(page.practice.now, "=cmd|' /C calc'!A0", "+1")])
    text = (await coach.opens("/log.csv")).text
    assert "'=cmd" in text
    assert "'+1" in text
    assert coach.page.headers["content-disposition"] == 'attachment; filename="who-looked.csv"'
    assert text.splitlines()[0] == "at,who,did,conversation,person,count"


# -- out ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "begins"), [("html", "<!doctype html>"), ("md", "# Case 1"), ("jsonl", '{"case": 1')])
async def test_a_transcript_comes_as_a_file_with_notes_or_without(page: Reviewed, form: str, begins: str) -> None:
    await ann_shares(page)
    coach = await page.coach()
    await coach.opens("/conversations/1")
    await coach.sends("/conversations/1/notes", words="Remarkable calm")
    plain = await coach.opens(f"/conversations/1/transcript?format={form}")
    noted = await coach.opens(f"/conversations/1/transcript?format={form}&notes=yes")
    assert plain.headers["content-disposition"] == f'attachment; filename="case-1.{form}"'
    assert plain.text.startswith(begins)
    assert "Donna shouts" in plain.text
    assert "Remarkable calm" not in plain.text
    assert "Remarkable calm" in noted.text


@pytest.mark.parametrize("form", ["", "exe", "../html", "HTML", "html/../md"])
async def test_there_are_no_other_formats(page: Reviewed, form: str) -> None:
    await ann_shares(page)
    coach = await page.coach()
    assert (await coach.opens(f"/conversations/1/transcript?format={form}")).status_code == 404


async def test_the_times_are_the_coachs_own(page: Reviewed) -> None:
    await ann_shares(page)
    coach = await page.coach()
    assert "Times are those of UTC." in coach.text
    await page.practice.says(COACH, "/start", "I agree", "skip", "/settings", "1", "Chicago", "1")
    await coach.opens("/")
    assert "Times are those of America/Chicago." in coach.text
    assert "06:" in coach.text
