"""What the decision model says, and what it can never say."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.decision import SCORES, VALUE, Flip, Lean, Scores, flip, lean, without_the_event
from flows.steps.decide import DECISIONS

laws = settings(derandomize=True, deadline=None, max_examples=300)

HALVES = tuple(half / 2 for half in range(9))
"""0, 0.5, 1 … 4: every score that a person can give."""

PARTING = (Lean.PART_WAYS, Lean.PART_WAYS_RUNWAY)

half_points = st.sampled_from(HALVES)
sittings = st.builds(
    Scores, half_points, half_points, half_points, half_points, half_points, half_points, st.booleans(), st.booleans()
)


def direction(leaning: Lean) -> Lean:
    """A leaning without its pace: a runway is a parting."""
    return Lean.PART_WAYS if leaning is Lean.PART_WAYS_RUNWAY else leaning


def scored(*numbers: float, temporary: bool = False, break_allowed: bool = False) -> Scores:
    """Fit, money, energy, values, fixability, exposure."""
    return Scores(*numbers, temporary=temporary, break_allowed=break_allowed)


# The eight worked cases


@pytest.mark.parametrize(
    ("scores", "value", "leaning"),
    [
        pytest.param(scored(3, 1, 3, 4, 3, 2), 11, Lean.RENEGOTIATE, id="a pleasant facility that pays late"),
        pytest.param(scored(2, 2, 0, 2, 1, 4), 6, Lean.PART_WAYS_RUNWAY, id="an IRF that refused twice"),
        pytest.param(scored(1, 4, 2, 0, 1, 1), 7, Lean.PART_WAYS, id="an IME vendor that leans on conclusions"),
        pytest.param(
            scored(3, 3, 1, 4, 3, 2, temporary=True, break_allowed=True), 11, Lean.PAUSE, id="an owner after surgery"
        ),
        pytest.param(scored(1, 0, 2, 2, 1, 3), 5, Lean.PART_WAYS_RUNWAY, id="a payer at 40 % below market"),
        pytest.param(scored(2, 1, 4, 4, 4, 0), 11, Lean.RENEGOTIATE, id="a delightful client on a low fee"),
        pytest.param(scored(4, 3, 3, 3, 3, 3), 13, Lean.KEEP, id="one shouting match in four good years"),
        pytest.param(scored(1, 3, 3, 4, 2, 2), 11, Lean.RENEGOTIATE, id="a fine group, and inpatient work is ending"),
    ],
)
def test_the_worked_cases(scores: Scores, value: float, leaning: Lean) -> None:
    assert scores.value == value
    assert lean(scores) is leaning


# Half points


@pytest.mark.parametrize(
    ("scores", "leaning"),
    [
        pytest.param(scored(1.5, 1, 1.5, 1.5, 2, 0), Lean.RENEGOTIATE, id="a value of 5.5 counts as 6"),
        pytest.param(scored(1, 1, 1.5, 1.5, 2, 0), Lean.PART_WAYS, id="a value of 5 does not"),
        pytest.param(scored(3, 2.5, 2.5, 2.5, 0, 0), Lean.PART_WAYS, id="a value of 10.5 counts as 10, unfixable"),
        pytest.param(scored(3, 2.5, 2.5, 2.5, 2, 0), Lean.RENEGOTIATE, id="a value of 10.5 counts as 10, fixable"),
        pytest.param(scored(3, 2.5, 2.5, 3, 0, 0), Lean.KEEP, id="a value of 11 is kept"),
        pytest.param(scored(2, 2, 2, 2, 1.5, 0), Lean.RENEGOTIATE, id="a fixability of 1.5 counts as 2"),
        pytest.param(scored(2, 2, 2, 2, 1, 0), Lean.PART_WAYS, id="a fixability of 1 does not"),
        pytest.param(scored(1.5, 4, 4, 4, 0, 0), Lean.KEEP, id="1.5 is no weak spot"),
        pytest.param(scored(1, 4, 4, 4, 0, 0), Lean.YOUR_CALL, id="1 is one"),
        pytest.param(scored(1, 1, 1, 1, 0, 2.5), Lean.PART_WAYS, id="an exposure of 2.5 needs no runway"),
        pytest.param(scored(1, 1, 1, 1, 0, 3), Lean.PART_WAYS_RUNWAY, id="an exposure of 3 does"),
    ],
)
def test_half_points_fall_into_no_crack(scores: Scores, leaning: Lean) -> None:
    assert lean(scores) is leaning


def test_every_set_of_half_points_leans_as_the_rules_say_in_words() -> None:
    """The rules told a second time, from their outcomes: your call is only what no rule covers."""
    for numbers in product(HALVES, repeat=5):
        leaning = lean(scored(*numbers, 0))
        value, fixable = sum(numbers[:4]), numbers[4]
        weak, unfixable = min(numbers[:4]) <= 1, fixable <= 1
        if leaning is Lean.KEEP:
            assert value >= 11 and not weak
        elif leaning is Lean.RENEGOTIATE:
            assert not unfixable and value > 5 and (value < 11 or weak)
        elif leaning is Lean.PART_WAYS:
            assert value <= 5 or (unfixable and (value < 11 or numbers[3] <= 1))
        else:
            assert leaning is Lean.YOUR_CALL
            assert value >= 11 and weak and unfixable and numbers[3] > 1


# Laws


@given(sittings)
@laws
def test_whatever_the_scores_there_is_a_leaning_and_something_to_agree_to(scores: Scores) -> None:
    leaning = lean(scores)
    assert leaning is not Lean.NOT_ENOUGH
    assert leaning in DECISIONS


@given(sittings, half_points)
@laws
def test_exposure_sets_the_pace_and_never_the_direction(scores: Scores, exposure: float) -> None:
    assert direction(lean(scores)) is direction(lean(replace(scores, exposure=exposure)))


@given(sittings)
@laws
def test_a_runway_is_only_ever_a_parting_with_high_exposure(scores: Scores) -> None:
    parting = lean(scores) in PARTING
    assert (lean(scores) is Lean.PART_WAYS_RUNWAY) == (parting and scores.exposure >= 3)


@given(sittings, st.sampled_from((*VALUE, "fixable")))
@laws
def test_a_better_score_never_turns_staying_into_leaving(scores: Scores, name: str) -> None:
    better = replace(scores, **{name: min(getattr(scores, name) + 0.5, 4)})
    if lean(better) in PARTING:
        assert lean(scores) in PARTING


@given(sittings)
@laws
def test_a_break_needs_a_season_a_contract_that_allows_it_and_shared_standards(scores: Scores) -> None:
    if lean(scores) is Lean.PAUSE:
        assert scores.temporary and scores.break_allowed and scores.values >= 2 and scores.value > 5


@given(sittings)
@laws
def test_what_is_kept_without_a_season_is_kept_in_one(scores: Scores) -> None:
    """A season or a break on offer never ends a relationship that would otherwise go on."""
    steady = lean(replace(scores, temporary=False))
    if steady not in PARTING:
        assert lean(replace(scores, temporary=True)) in (steady, Lean.PAUSE)


# What is missing


@pytest.mark.parametrize("name", SCORES)
def test_one_missing_score_is_not_enough_and_is_named(name: str) -> None:
    scores = replace(scored(4, 4, 4, 4, 4, 0), **{name: None})
    assert lean(scores) is Lean.NOT_ENOUGH
    assert scores.missing == (name,)
    assert flip(scores) is None


def test_a_missing_score_counts_nothing_and_a_zero_is_no_missing_score() -> None:
    assert replace(scored(4, 3, 2, 1, 0, 0), money=None).value == 7
    assert scored(0, 0, 0, 0, 0, 0).missing == ()


# What would flip it


def test_if_they_met_the_ask_this_would_be_renegotiated() -> None:
    """The worked IRF case: fixability is named first among equals."""
    assert flip(scored(2, 2, 0, 2, 1, 4)) == Flip("fixable", 2, Lean.RENEGOTIATE)


def test_a_mere_change_of_pace_is_no_flip() -> None:
    """With nothing to gain anywhere, less exposure would only take the runway away."""
    assert flip(scored(0, 0, 0, 0, 0, 3)) is None


@given(sittings)
@laws
def test_exposure_flips_nothing(scores: Scores) -> None:
    turn = flip(scores)
    assert turn is None or turn.score != "exposure"


def test_fixability_matters_nothing_to_a_client_worth_keeping() -> None:
    assert {lean(scored(3, 3, 3, 3, fixable, 0)) for fixable in HALVES} == {Lean.KEEP}


@given(sittings)
@laws
def test_a_flip_really_flips(scores: Scores) -> None:
    turn = flip(scores)
    if turn:
        assert direction(turn.lean) is not direction(lean(scores))
        assert lean(replace(scores, **{turn.score: turn.becomes})) is turn.lean
        assert turn.becomes in range(5)


@given(sittings)
@laws
def test_no_single_score_flips_it_where_none_is_named(scores: Scores) -> None:
    if flip(scores) is None:
        now = direction(lean(scores))
        others = (replace(scores, **{name: to}) for name in SCORES for to in range(5))
        assert all(direction(lean(other)) is now for other in others)


@given(sittings)
@laws
def test_no_whole_point_nearer_by_would_change_the_direction(scores: Scores) -> None:
    turn, now = flip(scores), lean(scores)
    if turn is None:
        return
    reach = abs(turn.becomes - getattr(scores, turn.score))
    for name, to in product(SCORES, range(5)):
        then = lean(replace(scores, **{name: to}))
        if direction(then) is not direction(now):
            assert abs(to - getattr(scores, name)) >= reach


# The one event


@pytest.mark.parametrize(("without", "reaction"), [(9, False), (10.5, False), (11, True), (16, True), (0, False)])
def test_three_points_more_without_the_event_mean_that_the_event_speaks(without: float, reaction: bool) -> None:
    assert without_the_event(scored(2, 2, 2, 2, 2, 2), without) is reaction
