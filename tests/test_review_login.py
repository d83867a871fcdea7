"""The door: one link for one coach, once and not for long; to everybody else there is nothing here."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from starlette.routing import Route

from bot.review.app import routes
from bot.review.headers import ALWAYS
from bot.review.office import OPERATOR
from tests.browsing import Reviewed, reviewed

SECRET = "A" * 43


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[Reviewed]:
    async with reviewed(tmp_path) as open_page:
        yield open_page


async def test_a_link_shows_a_button_and_the_button_lets_in(page: Reviewed) -> None:
    browser = page.browser()
    link = await page.link()
    for _ in range(3):  # whatever looks at it first does not use it up
        assert (await browser.opens(link)).status_code == 200
    assert "Open the review" in browser.text
    await browser.comes_in(link)
    assert "Who needs you" in browser.text


async def test_the_cookie_is_for_this_host_and_no_script(page: Reviewed) -> None:
    browser = page.browser()
    token = (await page.link()).rpartition("/")[2]
    answer = await browser.http.post(
        "/enter", data={"token": token}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False
    )
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("review=")
    for part in ("httponly", "samesite=strict", "path=/", "max-age=43200"):
        assert part in cookie
    assert "secure" not in cookie


async def test_over_https_the_cookie_is_secure(tmp_path: Path) -> None:
    async with reviewed(tmp_path, "https://review.example.com") as page:
        browser = page.browser()
        token = (await page.link()).rpartition("/")[2]
        headers = {"Sec-Fetch-Site": "same-origin"}
        answer = await browser.http.post("/enter", data={"token": token}, headers=headers, follow_redirects=False)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-review=")
        assert "; Secure" in cookie


async def test_a_link_lets_in_once(page: Reviewed) -> None:
    link = await page.link()
    await page.browser().comes_in(link)
    late = page.browser()
    assert (await late.comes_in(link)).status_code == 404
    assert "opens nothing any more" in late.text
    assert (await late.opens("/")).status_code == 404


async def test_a_link_is_good_for_ten_minutes(page: Reviewed) -> None:
    early, late = await page.link(), await page.link()
    page.practice.now += timedelta(minutes=9)
    assert (await page.browser().comes_in(early)).status_code == 200
    page.practice.now += timedelta(minutes=2)
    assert (await page.browser().comes_in(late)).status_code == 404


@pytest.mark.parametrize("token", ["", "x", SECRET, "../../etc/passwd", "' OR 1=1 --", "A" * 5_000, "é" * 43])
async def test_a_made_up_token_opens_nothing(page: Reviewed, token: str) -> None:
    browser = page.browser()
    answer = await browser.posts("/enter", {"token": token})
    assert answer.status_code == 404
    assert not browser.http.cookies


@pytest.mark.parametrize("cookie", ["", "x", SECRET, "review", '"', "A" * 4_000])
async def test_a_made_up_cookie_opens_nothing(page: Reviewed, cookie: str) -> None:
    browser = page.browser()
    browser.http.cookies.set("review", cookie)
    answer = await browser.opens("/")
    assert (answer.status_code, answer.text) == (404, "Not Found")


async def test_strangers_find_nothing_anywhere(page: Reviewed) -> None:
    stranger = page.browser()
    paths = [route.path for route in routes() if isinstance(route, Route) and not route.path.startswith("/enter")]
    for path in (*paths, "/nowhere", "/static", "/static/", "/admin"):
        address = path.format(conversation=1, message=1)
        for answer in (await stranger.opens(address), await stranger.posts(address, {"csrf": SECRET})):
            assert answer.status_code in (404, 405), (path, answer.status_code)
            assert len(answer.text) < 20


async def test_a_session_ends_with_the_log_out_and_after_twelve_hours(page: Reviewed) -> None:
    first, second = await page.coach(), await page.coach()
    session = first.http.cookies["review"]
    await first.sends("/leave")
    assert "logged out" in first.text
    first.http.cookies.set("review", session)
    assert (await first.opens("/")).status_code == 404
    assert (await second.opens("/")).status_code == 200
    page.practice.now += timedelta(hours=12, minutes=1)
    assert (await second.opens("/")).status_code == 404


async def test_who_is_no_coach_any_more_is_out_at_once(page: Reviewed) -> None:
    coach, unused = await page.coach(), await page.link()
    page.coaches.clear()
    assert (await coach.opens("/")).status_code == 404
    assert (await page.browser().comes_in(unused)).status_code == 404


async def test_the_operator_comes_in_without_being_a_coach_and_under_a_name_of_their_own(page: Reviewed) -> None:
    page.coaches.clear()
    await page.coach(OPERATOR)
    async with page.office.database.reading() as transaction:
        log = await transaction.review.audit.read()
    assert {entry.who for entry in log} == {OPERATOR}
    assert log[0].did == "came in"


async def test_the_database_holds_no_secret(page: Reviewed, tmp_path: Path) -> None:
    link = await page.link()
    browser = await page.coach()
    kept = "\n".join(sqlite3.connect(tmp_path / "goodterms.db").iterdump())
    assert link.rpartition("/")[2] not in kept
    assert browser.http.cookies["review"] not in kept
    assert browser.csrf not in kept


async def test_old_links_and_sessions_are_deleted(page: Reviewed, tmp_path: Path) -> None:
    await page.link()
    await page.coach()
    page.practice.now += timedelta(days=1)
    await page.link()
    database = sqlite3.connect(tmp_path / "goodterms.db")
    assert database.execute("SELECT (SELECT count(*) FROM logins), (SELECT count(*) FROM sessions)").fetchone() == (
        1,
        0,
    )


# -- what browsers are told, and what of theirs is taken ----------------------------------------------


async def test_every_answer_says_what_the_browser_may_do(page: Reviewed) -> None:
    coach, stranger = await page.coach(), page.browser()
    answers = [
        await coach.opens("/"),
        await coach.opens("/nowhere"),
        await stranger.opens("/"),
        await stranger.opens(await page.link()),
        await stranger.opens("/static/review.css"),
        await coach.posts("/leave", {}),
    ]
    for answer in answers:
        for name, value in ALWAYS.items():
            assert answer.headers[name] == value
        is_file = str(answer.url).endswith(".css")
        assert answer.headers["Cache-Control"] == ("public, max-age=3600" if is_file else "no-store")


async def test_no_page_has_scripts_or_styles_of_its_own(page: Reviewed) -> None:
    coach = await page.coach()
    for address in ("/", "/nowhere", await page.link()):
        text = (await coach.opens(address)).text
        assert " style=" not in text
        assert "<style" not in text
        assert not any(f" on{name}=" in text for name in ("click", "load", "error", "submit", "input"))
        assert text.count("<script") == text.count("<script src=")


@pytest.mark.parametrize("csrf", [None, "", "x", SECRET, "é"])
async def test_no_write_is_taken_without_its_token(page: Reviewed, csrf: str | None) -> None:
    coach = await page.coach()
    writes = [
        route.path
        for route in routes()
        if isinstance(route, Route) and "POST" in (route.methods or ()) and route.path != "/enter"
    ]
    assert "/leave" in writes
    for path in writes:
        address = path.format(conversation=1, message=1)
        answer = await coach.posts(address, {} if csrf is None else {"csrf": csrf})
        assert answer.status_code == 403, path
    assert (await coach.opens("/")).status_code == 200


async def test_a_token_of_another_session_is_none(page: Reviewed) -> None:
    first, second = await page.coach(), await page.coach()
    assert (await first.posts("/leave", {"csrf": second.csrf})).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8081"},
        {},
    ],
)
async def test_no_write_is_taken_from_another_page(page: Reviewed, headers: dict[str, str]) -> None:
    coach, link = await page.coach(), await page.link()
    assert (await coach.http.post("/leave", data={"csrf": coach.csrf}, headers=headers)).status_code == 403
    token = link.rpartition("/")[2]
    assert (await page.browser().http.post("/enter", data={"token": token}, headers=headers)).status_code == 403


async def test_an_older_browser_says_where_a_form_comes_from(page: Reviewed) -> None:
    coach = await page.coach()
    own = {"Origin": "http://127.0.0.1:8080"}
    assert (await coach.http.post("/leave", data={"csrf": coach.csrf}, headers=own)).status_code == 200


async def test_a_form_has_its_limits(page: Reviewed) -> None:
    coach = await page.coach()
    assert (await coach.posts("/leave", {"csrf": coach.csrf, "more": "x" * 70_000})).status_code == 413
    assert (await coach.posts("/leave", {f"f{number}": "x" for number in range(200)})).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/....//app.py", "/static//etc/passwd",
     "/static/..\\app.py", "/static/%00", "/static/../../../goodterms.db", "/static/review.css/../../app.py"],
)  # fmt: skip
async def test_nothing_but_the_files_of_the_page_is_served(page: Reviewed, path: str) -> None:
    for browser in (page.browser(), await page.coach()):
        answer = await browser.http.get(path)
        assert answer.status_code == 404, path
        assert "import" not in answer.text
