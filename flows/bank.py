"""The reflection questions: which there are, what each accepts, and what its answer is evidence for.

Their words stand in `flows/content/<language>/bank.toml`, one table of the same name each.
"""

from __future__ import annotations

from flows.questions import Choice, Lines, Number, Question, Takes, Text

THEMES: tuple[str, ...] = (
    "fit",
    "money",
    "energy",
    "values",
    "fixable",
    "exposure",
    "temporary",
    "fairness",
    "heat",
    "duty",
    "ending",
)
"""What answers can be evidence for; the next question comes from the theme that has the least."""


def _row(name: str, *feeds: str, takes: Takes | None = None) -> Question:
    """A question of the bank: free words unless it `takes` something else."""
    return Question(name=name, text=f"bank.{name}", takes=takes or Text(), feeds=feeds)


_SHARES = Choice(("under_10", "10_to_20", "20_to_35", "over_35"), bands=(10, 20, 35))
"""Bands of the year's revenue, in percent."""

BANK: tuple[Question, ...] = (
    # What is driving this
    _row("why_now", "heat", "temporary"),
    _row("conduct", "values", "duty", takes=Choice(("none", "yes", "unsure"))),
    _row("without_latest", "heat", "temporary"),
    _row("away_or_toward", "fit", "ending"),
    _row("hard_to_admit", "values", "fairness"),
    # Fact, story, and the other side
    _row("camera_facts", "fairness", "heat"),
    _row("their_story", "fairness", "fixable"),
    _row("own_part", "fairness", "fixable"),
    _row("colleague_view", "fairness"),
    # What it gives and what it costs
    _row("pros", "fit", "money", "fairness", takes=Lines()),
    _row("costs", "energy", "money", takes=Lines()),
    _row("aggravation_share", "energy", "money", takes=Choice(("less", "about_same", "more"))),
    # Money
    _row("hourly_net", "money", takes=Text(digits=True)),
    _row("payment_pace", "money", takes=Text(digits=True)),
    _row("revenue_share", "exposure", "money", takes=_SHARES),
    _row("runway_months", "exposure", takes=Number(0, 36, unit="month")),
    _row("freed_hours", "fit", "money", "exposure"),
    # Goals and values
    _row("goal_direction", "fit", takes=Choice(("forward", "sideways", "back"))),
    _row("three_year_practice", "fit"),
    _row("take_on_today", "fit", "fixable"),
    _row("values_scene", "values"),
    _row("work_standard", "values"),
    # Energy, team and home
    _row("name_on_phone", "energy", "heat"),
    _row("evenings_taken", "energy", "temporary", takes=Number(0, 31)),
    _row("team_mood", "energy", "values"),
    _row(
        "client_or_work",
        "temporary",
        "energy",
        takes=Choice(("this_client", "all_work", "both"), free=True),
    ),
    # Season and timing
    _row("own_season", "temporary", "heat"),
    _row("their_season", "duty", "ending"),
    # Short of leaving
    _row("told_plainly", "fixable", "fairness"),
    _row("take_a_break", "temporary"),
    _row("smallest_change", "fixable"),
    _row("fair_price", "money", "fixable", takes=Text(digits=True)),
    _row("narrower_scope", "fixable", "energy"),
    _row("small_test", "fixable"),
    # Reputation and people
    _row("sentence_repeated", "exposure", "ending"),
    _row("referral_overlap", "exposure"),
    _row("treated_well", "values", "ending"),
    _row("left_badly", "ending"),
    # Regret
    _row("undo_leaving", "exposure"),
    _row("leaving_went_badly", "exposure", "fairness"),
    _row("staying_went_badly", "fit", "energy"),
    # How ready, and what a good ending is
    _row("readiness", "ending", takes=Number(0, 10)),
    _row("good_ending", "ending"),
    _row("afraid_to_hear", "ending"),
    # Contract and duty; the open matters close the round
    _row(
        "contract_read",
        "duty",
        takes=Choice(("read_lately", "from_memory", "not_read", "nothing_written")),
    ),
    _row("mid_treatment", "duty", takes=Text(digits=True)),
    _row("restrictions", "exposure", "duty"),
    _row("open_matters", "duty", takes=Choice(("yes", "no", "unsure"))),
)
"""Every reflection question, in the order in which they would be asked if all were asked."""

ALWAYS: tuple[str, ...] = (
    "conduct",
    "pros",
    "costs",
    "take_a_break",
    "smallest_change",
    "fair_price",
    "narrower_scope",
    "open_matters",
)
"""Asked in every case, in this order: safety before any weighing, open matters last."""
