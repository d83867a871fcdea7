"""Each kind of answer: what is kept, what is asked again, and with which words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.texts import load_books
from flows.answers import MANY, Kept, More, Outcome, ToConfirm, Unread, Waits, labels_of, number_in, read, said_besides
from flows.bank import BANK
from flows.questions import Choice, Date, Lines, Number, Question, Several, Takes, Text

laws = settings(derandomize=True, deadline=None, max_examples=200)

BOOK = load_books()["en"]
SUNDAY = date(2026, 11, 22)

COLORS = {"red": ("Deep red", "crimson"), "green": ("Green", "moss"), "later": ("Not yet", "wait")}
KINDS: dict[str, Takes] = {
    "text": Text(),
    "text or digits": Text(digits=True),
    "lines": Lines(most=5),
    "number": Number(0, 10),
    "half points": Number(0, 4, 0.5),
    "choice": Choice(("red", "green", "later"), waits=("later",)),
    "free choice": Choice(("red", "green", "later"), free=True),
    "share": Choice(("under_10", "10_to_20", "20_to_35", "over_35"), bands=(10, 20, 35)),
    "several": Several(("red", "green", "later")),
    "date": Date(),
    "past date": Date(past=True),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


def answer(kind: str, text: str) -> Outcome:
    takes = KINDS[kind]
    labels: Any = COLORS if isinstance(takes, (Choice, Several)) else {}
    if kind == "share":
        labels = labels_of("bank.revenue_share", takes.values, BOOK)  # type: ignore[union-attr]
    return read(Question("asked", "some.question", takes), text, BOOK, SUNDAY, labels)


def unread(outcome: Outcome) -> str | None:
    """The sentence that says what would be an answer."""
    return outcome.key if isinstance(outcome, Unread) else None


# What is no answer to anything


@each_kind
@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u2003"])
def test_nothing_is_heard_as_nothing(kind: str, text: str) -> None:
    assert unread(answer(kind, text)) == "answers.empty"


@each_kind
def test_more_than_twelve_thousand_characters_are_no_answer(kind: str) -> None:
    assert unread(answer(kind, "I am so tired. " * 801)) == "answers.too_long"
    assert unread(answer(kind, "x" * (MANY + 1))) == "answers.too_long"


def test_twelve_thousand_characters_are_still_an_answer() -> None:
    assert answer("text", "x" * MANY) == Kept("x" * MANY)


@each_kind
@pytest.mark.parametrize("text", ["🙂", "👩‍⚕️🔥", "…", "?!", "\u200d", "👍👍👍"])
def test_signs_without_a_word_are_asked_about_kindly(kind: str, text: str) -> None:
    assert unread(answer(kind, text)) is not None


# Words


@pytest.mark.parametrize(
    "text",
    [
        "They pay late.",
        "не знаю, что делать",
        "もう無理です",
        "أنا متعب",
        "δεν αντέχω",
        "I’m 😀 fine",
        "é",
        "<b>{x}</b>",
    ],
)
def test_words_of_any_script_are_kept_as_they_are(text: str) -> None:
    assert answer("text", text) == Kept(text)


def test_the_space_around_is_not_kept() -> None:
    assert answer("text", "  They pay late. \n") == Kept("They pay late.")


@pytest.mark.parametrize("text", ["7", "3/4", "1,200", "٣"])
def test_a_bare_number_needs_words_unless_it_will_do(text: str) -> None:
    assert unread(answer("text", text)) == "answers.number_for_words"
    assert answer("text or digits", text) == Kept(text)


def test_a_short_field_says_how_long_it_may_be() -> None:
    outcome = read(Question("name", "client.client_name", Text(longest=80)), "M" * 81, BOOK, SUNDAY, {})
    assert outcome == Unread("answers.too_long", {"limit": "80"})


# Lists


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("steady volume", ("steady volume",)),
        ("steady volume, Donna, parking", ("steady volume", "Donna", "parking")),
        ("steady volume\n- Donna\n• parking", ("steady volume", "Donna", "parking")),
        ("1) steady volume\n2) Donna", ("steady volume", "Donna")),
        ("1. steady volume\n2. Donna", ("steady volume", "Donna")),
        ("steady volume; Donna", ("steady volume", "Donna")),
        ("They pay. Donna is kind.", ("They pay", "Donna is kind")),
        ("Dr. Hale answers on the same day", ("Dr. Hale answers on the same day",)),
        ("well, when it rains, and on most of the other days too, they call", None),
        ("🙂\nDonna", ("Donna",)),
        ("1\n2\n3\n4\n5\n6\n7", ("1", "2", "3", "4", "5")),
    ],
)
def test_a_list_is_split_where_its_items_end(text: str, items: tuple[str, ...] | None) -> None:
    assert answer("lines", text) == More(items or (text,))


@pytest.mark.parametrize("text", ["that's all", "Done.", "nothing else", "no"])
def test_a_list_ends_when_it_is_said_to(text: str) -> None:
    assert answer("lines", text) == Kept(None)


# Numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7.0), ("about 7", 7.0), ("7/10", 7.0), ("7 out of 10", 7.0), ("seven", 7.0), ("3.5", 3.5), ("3,5", 3.5),
        ("3½", 3.5), ("two and a half", 2.5), ("zero", 0.0), ("３", 3.0), ("٣", 3.0), ("2, they pay late", 2.0),
        ("a solid 4", 4.0), ("none", 0.0), ("60 days", 60.0), ("(7)", 7.0), ("7ish", 7.0),
        ("honestly i would say it is a seven", 7.0),
    ],
)  # fmt: skip
def test_the_one_number_in_a_short_text(text: str, number: float) -> None:
    assert number_in(text, BOOK) == number


@pytest.mark.parametrize("text", ["", "high", "between 4 and 6", "NaN", "inf", "²", "①", "-", ".", "1:30"])
def test_where_there_is_not_one_number_none_is_guessed(text: str) -> None:
    assert number_in(text, BOOK) is None


@pytest.mark.parametrize(("text", "number"), [("-3", -3.0), ("½", 0.5), (".5", 0.5), ("1e5", None), ("1.2.3", None)])
def test_neither_a_sign_nor_a_point_is_lost(text: str, number: float | None) -> None:
    assert number_in(text, BOOK) in (number, None)


@pytest.mark.parametrize(
    ("text", "numbers"), [("7 or 8", (None,)), ("3 to 5 or 9", (None,)), ("1,000", (1000.0, None))]
)
def test_a_number_is_read_whole_or_not_at_all(text: str, numbers: tuple[float | None, ...]) -> None:
    assert number_in(text, BOOK) in numbers


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("10", 10), ("7.0", 7), ("8/10", 8)])
def test_a_number_on_the_scale_is_kept(text: str, value: int) -> None:
    outcome = answer("number", text)
    assert outcome == Kept(value)
    assert isinstance(outcome, Kept) and isinstance(outcome.value, int)


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        ("number", "11", "answers.out_of_range"),
        ("number", "100", "answers.out_of_range"),
        ("half points", "4.5", "answers.out_of_range"),
        ("number", "7.5", "answers.not_whole"),
        ("half points", "3.25", "answers.odd_step"),
        ("number", "very", "answers.no_number"),
        ("number", "it was a bad week and I want out", "answers.no_number"),
        ("number", "the schedule goes out at six tomorrow", "answers.no_number"),
    ],
)
def test_a_number_off_the_scale_is_told_what_the_scale_is(kind: str, text: str, key: str) -> None:
    outcome = answer(kind, text)
    assert unread(outcome) == key
    assert isinstance(outcome, Unread) and {"low", "said"} & set(outcome.facts)


def test_half_points_are_kept() -> None:
    assert answer("half points", "2.5") == Kept(2.5)


def test_a_number_of_four_hundred_digits_is_not_called_infinite() -> None:
    outcome = answer("number", "9" * 400)
    assert isinstance(outcome, Unread) and outcome.facts.get("said") != "inf"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("3, they pay late", "they pay late"),
        ("3", ""),
        ("2.5 - good rate, slow", "good rate, slow"),
        ("4/4 Donna!", ""),
    ],
)
def test_what_is_said_beside_a_number(text: str, rest: str) -> None:
    assert said_besides(text) == rest


# Choices


@pytest.mark.parametrize(
    "text", ["1", "Deep red", "deep RED!", "red", "crimson", "deep", "I'd say crimson", "“Deep red”"]
)
def test_a_choice_is_picked_by_number_label_name_or_beginning(text: str) -> None:
    assert answer("choice", text) == Kept("red")


@pytest.mark.parametrize(
    "text",
    [
        "0", "4", "99", "blue", "de", "７", "crimson or moss",
    ],
)  # fmt: skip
def test_what_fits_none_or_two_is_asked_again(text: str) -> None:
    assert answer("choice", text) == Unread("answers.not_a_choice", {"count": 3})


def test_not_yet_leaves_the_question_open() -> None:
    assert answer("choice", "wait") == Waits("later")


def test_a_free_choice_keeps_other_words_but_no_bare_number() -> None:
    assert answer("free choice", "a bluish crimson") == Kept("a bluish crimson")
    assert answer("free choice", "crimson") == Kept("red")
    assert unread(answer("free choice", "17")) == "answers.not_a_choice"


@pytest.mark.parametrize("kind", ["choice", "free choice", "several"])
def test_five_thousand_digits_pick_nothing(kind: str) -> None:
    assert unread(answer(kind, "1" * 5000)) is not None


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("9%", "under_10"), ("10%", "10_to_20"), ("19.9 %", "10_to_20"), ("about 28%", "20_to_35"), ("35 %", "over_35"),
        ("100%", "over_35"), ("0%", "under_10"), ("3%", "under_10"), ("12", "10_to_20"), ("28", "20_to_35"),
        ("around 40 percent", "over_35"), ("thirty percent", "20_to_35"),
    ],
)  # fmt: skip
def test_a_percentage_picks_its_band(text: str, band: str) -> None:
    assert answer("share", text) == Kept(band)


@pytest.mark.parametrize(("text", "place"), [("1", 0), ("2", 1), ("3", 2), ("4", 3)])
def test_a_small_number_without_a_percent_sign_picks_a_line(text: str, place: int) -> None:
    assert answer("share", text) == Kept(KINDS["share"].values[place])  # type: ignore[union-attr]


@given(st.floats(5, 100).map(lambda share: round(share, 1)))
@laws
def test_every_percentage_is_in_the_band_around_it(share: float) -> None:
    edges = (0, 10, 20, 35, 1000)
    place = next(n for n in range(4) if edges[n] <= share < edges[n + 1])
    assert answer("share", f"{share}%") == Kept(KINDS["share"].values[place])  # type: ignore[union-attr]


# Several


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1, 3", ["red", "later"]), ("1 3", ["red", "later"]), ("3 and 1", ["red", "later"]), ("1+2", ["red", "green"]),
        ("moss, crimson", ["red", "green"]), ("2", ["green"]), ("1, 1", ["red"]), ("none", []), ("0", []),
        ("None of these.", []),
    ],
)  # fmt: skip
def test_several_are_kept_once_and_in_their_order(text: str, values: list[str]) -> None:
    assert answer("several", text) == Kept(values)


@pytest.mark.parametrize("text", ["9", "1, 9", "blue", "1, blue", ",;"])
def test_one_unknown_line_and_nothing_is_assumed(text: str) -> None:
    assert unread(answer("several", text)) == "answers.not_several"


# Days


def test_a_day_waits_for_a_yes() -> None:
    assert answer("date", "end of March") == ToConfirm((date(2027, 3, 31),))
    assert answer("date", "3/4/2027") == ToConfirm((date(2027, 3, 4), date(2027, 4, 3)))


def test_a_day_behind_us_is_said_to_be_so() -> None:
    assert answer("date", "1 March 2020") == Unread("answers.past_date", {"day": date(2020, 3, 1)})
    assert answer("past date", "1 March 2020") == ToConfirm((date(2020, 3, 1),))


def test_of_two_readings_only_the_one_ahead_is_offered() -> None:
    assert answer("date", "11/12/2026") == ToConfirm((date(2026, 12, 11),))


def test_what_is_no_day_is_asked_again_with_an_example() -> None:
    assert unread(answer("date", "whenever they find somebody")) == "answers.no_date"


@pytest.mark.parametrize("text", ["12/31/9999", "9999-12-31", "3 March 9202"])
def test_a_day_that_nobody_lives_to_see_is_asked_again(text: str) -> None:
    assert unread(answer("date", text)) is not None


# Laws


@each_kind
@given(text=st.text(max_size=200))
@example(text="\x00")
@example(text="\ud7ff\u202e‮")
@example(text="-")
@example(text="½")
@settings(laws, max_examples=60)
def test_no_text_whatever_raises(kind: str, text: str) -> None:
    assert isinstance(answer(kind, text), (Kept, Waits, More, ToConfirm, Unread))


@each_kind
@given(text=st.text(max_size=80))
@settings(laws, max_examples=60)
def test_whatever_is_not_read_has_a_sentence_that_says_why(kind: str, text: str) -> None:
    outcome = answer(kind, text)
    if isinstance(outcome, Unread):
        assert BOOK.has(outcome.key)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=row.name)
        for row in BANK
        if isinstance(row.takes, Choice)
    ],
)  # fmt: skip
def test_every_label_and_every_other_name_picks_its_own_value(row: Question) -> None:
    """Nobody who types what stands on a button, or one of its other names, is misunderstood."""
    assert isinstance(row.takes, Choice)
    labels = labels_of(row.text, row.takes.values, BOOK)
    for value, names in labels.items():
        for name in names:
            assert read(row, name, BOOK, SUNDAY, labels) == Kept(value), name
