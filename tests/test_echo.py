"""Giving words back: turned where that is safe, quoted where it is not, and nothing put into anyone's mouth."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.texts import load_books
from flows.echo import quote

laws = settings(derandomize=True, deadline=None, max_examples=300)

BOOK = load_books()["en"]
MIRROR = BOOK.mirror
LONGEST = 14


def words(text: str) -> list[str]:
    """The words of a text, all apostrophes and cases alike."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.replace("’", "'").casefold())


TURNED = {word for turned in (*MIRROR.turns.values(), *MIRROR.pairs.values()) for word in words(turned)}

# Words as tired people type them, with everything that the mirror looks at.
speech = st.lists(
    st.sampled_from(
        [
            "I",
            "i",
            "I'm",
            "Im",
            "I’ve",
            "me",
            "my",
            "mine",
            "myself",
            "we",
            "our",
            "us",
            "US",
            "we're",
            "was",
            "were",
            "am",
            "I'd",
            "honestly",
            "well",
            "so",
            "um",
            "but",
            "and",
            "because",
            "you",
            "your",
            "please",
            "Donna",
            "Tuesdays",
            "they",
            "pay",
            "late",
            "tired",
            "of",
            "it",
            "anyway",
            "tbh",
            "lol",
            ".",
            ",",
            ";",
            "!",
            "?",
            "…",
            "-",
            "“",
            "”",
            '"',
            "\n",
            "Dr.",
            "Hale",
            "it's",
            "REALLY",
            "don't",
            "🙂",
            "the",
            "weekend",
            "calls",
            "which",
            "never",
            "end",
            "if",
            "I",
            "say",
            "so,",
            "and:",
            "3",
            "12.5",
            "%",
        ]
    ),
    max_size=40,
).map(" ".join)

any_text = speech | st.text(max_size=200)


@pytest.mark.parametrize(
    ("said", "echo"),
    [
        ("I dread Tuesdays.", "You dread Tuesdays"),
        ("my wife says I'm never home", "Your wife says you’re never home"),
        ("I was tired and I wasn't sleeping", "You were tired and you weren’t sleeping"),
        ("We lost our best nurse to them", "You lost your best nurse to them"),
        ("the money is mine", "The money is yours"),
        ("I've had it with myself", "You’ve had it with yourself"),
        ("Am I wrong about this.", "Are you wrong about this"),
        ("Honestly, I think they pay late, I guess", "They pay late"),
        ("they call at night lol", "They call at night"),
        ("I'M DONE WITH US", "YOU’RE DONE WITH US"),
        ("I bill half the US", "You bill half the US"),
        ("steady volume", "Steady volume"),
        ("Tuesdays", "Tuesdays"),
        ("they asked for Dr. Hale again", "They asked for Dr. Hale again"),
        ("не могу больше", "Не могу больше"),
    ],
)
def test_words_come_back_turned_without_a_stop(said: str, echo: str) -> None:
    assert MIRROR.echo(said) == echo


@pytest.mark.parametrize(
    ("said", "echo"),
    [
        ("you tell me", "“You tell me”"),
        ("As your own rules say, I can go", "“As your own rules say, I can go”"),
        ("please help me", "“Please help me”"),
        ('he said "fix it" to me', '“He said "fix it" to me”'),
        ("You're kidding", "“You're kidding”"),
    ],
)
def test_words_to_the_coach_and_words_of_others_are_quoted_as_they_stand(said: str, echo: str) -> None:
    assert MIRROR.echo(said) == echo


@pytest.mark.parametrize(
    "said", ["", "   ", "…", "🙂🙂", "!!!", "“”", '""', "?", "yes", "No.", "ok", "well", "Honestly…", "_"]
)
def test_where_there_is_nothing_to_give_back_nothing_is_given(said: str) -> None:
    assert MIRROR.echo(said) == ""


def test_the_fullest_sentence_is_the_heart() -> None:
    said = "Ugh. They moved the team conference to Fridays without asking me. Typical."
    assert MIRROR.echo(said) == "They moved the team conference to Fridays without asking you"


def test_a_long_sentence_is_cut_where_a_clause_ends() -> None:
    said = (
        "They changed the schedule again last week, and nobody had told me before I stood there in the corridor with "
        "my coat on at seven"
    )
    assert MIRROR.echo(said) == "They changed the schedule again last week"


def test_a_long_sentence_without_a_clause_is_cut_after_fourteen_words() -> None:
    said = " ".join(f"word{place}" for place in range(20))
    assert MIRROR.echo(said) == "Word0 " + " ".join(f"word{place}" for place in range(1, 14)) + " …"


def test_a_list_is_one_fragment() -> None:
    assert MIRROR.listed(["steady volume", "Donna"]) == "Steady volume and Donna"
    assert MIRROR.listed(["my Tuesdays.", "good pay", "Donna"]) == "Your Tuesdays, good pay and Donna"
    assert MIRROR.listed(["Donna"]) == "Donna"
    assert MIRROR.listed([]) == ""


@pytest.mark.parametrize(("items", "echo"), [(["ok", "Donna"], "Donna"), (["well", "honestly"], ""), (["ok"], "Ok")])
def test_an_item_that_says_nothing_leaves_no_hole(items: list[str], echo: str) -> None:
    """Typed as a list: "ok, Donna". It must not come back as " and Donna", nor "ok" as ". Anything else?"."""
    assert MIRROR.listed(items) == echo


# Laws


@given(any_text)
@example("İ was")
@example("\u202e‮‬")
@laws
def test_no_text_whatever_raises(text: str) -> None:
    assert isinstance(MIRROR.echo(text), str)
    assert isinstance(MIRROR.listed([text, text]), str)


@given(any_text)
@laws
def test_every_word_of_an_echo_is_theirs_or_a_turned_one(text: str) -> None:
    assert set(words(MIRROR.echo(text))) <= set(words(text)) | TURNED


@given(any_text)
@laws
def test_no_echo_is_a_recital(text: str) -> None:
    echo = MIRROR.echo(text)
    assert len([word for word in echo.split() if word.strip("…”")]) <= LONGEST
    assert len(echo.split()) <= LONGEST + 1


@given(any_text)
@laws
def test_quotation_marks_are_never_empty(text: str) -> None:
    echo = MIRROR.echo(text)
    assert echo == "" or words(echo)


def test_a_stray_mark_is_not_quoted() -> None:
    assert MIRROR.echo("” I said so") == "You said so"


@given(any_text)
@laws
def test_an_echo_stands_on_one_line_without_a_final_stop(text: str) -> None:
    echo = MIRROR.echo(text)
    assert echo == echo.strip()
    assert "\n" not in echo
    assert not echo.endswith((".", ",", ";", ":", "!", "?"))


@given(any_text)
@laws
def test_an_echo_begins_with_a_capital_where_the_script_has_one(text: str) -> None:
    first = MIRROR.echo(text).lstrip("“")[:1]
    assert first == first.upper()[:1] or len(first.upper()) > 1


@given(
    st.lists(st.sampled_from(["I", "me", "my", "we", "they", "Donna", "calls", "Tuesdays"]), max_size=10),
    st.integers(0, 10),
)
@laws
def test_whoever_is_spoken_to_is_quoted_not_turned(said: list[str], place: int) -> None:
    said.insert(place, "you")
    echo = MIRROR.echo(" ".join(said))
    assert echo.startswith("“") and echo.endswith("”")
    assert words(echo) == words(" ".join(said))


@given(any_text, st.integers(20, 200))
@laws
def test_a_quotation_is_one_line_of_bounded_length(text: str, longest: int) -> None:
    quoted = quote(text, longest)
    assert quoted.startswith("“") and quoted.endswith("”")
    assert "\n" not in quoted
    assert len(quoted) <= longest + 4
