"""From first word to last plan: the eight worked cases of the decision model and the six worked dates.

The arithmetic itself has tests of its own; here it is what a person reads after answering everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from flows.model import EventKind, Reply
from flows.questions import Choice
from tests import laws
from tests.walking import CONSENT, Walk

SCORES = ("score_fit", "score_money", "score_energy", "score_values", "score_fixable", "score_exposure")


def not_yet(reason: str) -> pytest.MarkDecorator:
    """Marks what the flow still does wrong; it speaks up as soon as the flow does it right."""
    return pytest.mark.xfail(strict=True, reason=reason)


class Journey(Walk):
    """A walk that remembers in which step each thing was said, and whether every choice was shown."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.told: list[laws.Said] = []
        self.unshown: list[str] = []
        super().__init__({**CONSENT, **answers})

    def hear(self, text: str, kind: EventKind = EventKind.TEXT) -> list[Reply]:
        replies = super().hear(text, kind)
        self.told += [(self.case.step, reply) for reply in replies]
        question = self.question()
        waits = (self.case.pending or {}).get("kind")
        if question and isinstance(question.takes, Choice) and not waits and text:
            shown = {choice.data.rpartition(":")[2] for choice in replies[-1].choices} if replies else set()
            self.unshown += [question.name] if not set(question.takes.values) <= shown else []
        return replies

    def until(self, step: str, most: int = 300) -> Journey:
        super().until(step, most)
        return self

    def until_asked(self, name: str, most: int = 300) -> Journey:
        super().until_asked(name, most)
        return self

    def change(self, part: str, answer: str) -> Journey:
        """Goes back to one answer, found by its part and the beginning of its line, as /status offers it."""
        for words in ("/status", "Change an answer", part):
            self.hear(words)
        while not (found := [row.label for row in self.said[-1].choices if row.label.startswith(answer)]):
            assert "More answers" in [row.label for row in self.said[-1].choices], f"{answer} can't be changed"
            self.hear("More answers")
        self.hear(found[0])
        return self

    @property
    def plan_now(self) -> str:
        """The plan as /plan gives it at this moment."""
        self.hear("/plan", EventKind.COMMAND)
        return self.plan

    def document(self, title: str) -> str:
        """The newest paper to be read whose title holds these words; not the files that go with it."""
        papers = [reply for reply in self.said if reply.title and (not reply.document or reply.document.form == "pdf")]
        found = [reply.text for reply in papers if title in str(reply.title)]
        assert found, f"no {title} was given"
        return found[-1]

    @property
    def plan(self) -> str:
        return self.document("plan")

    @property
    def chat(self) -> str:
        """Everything but the documents."""
        return "\n".join(reply.text for reply in self.said if reply.title is None)

    def assert_lawful(self, again: tuple[str, ...] = ()) -> None:
        assert laws.broken(self.told) == []
        assert [name for name in laws.asked_again(self.asked) if name not in again] == []
        assert self.unshown == []
        assert all(reply.text.strip() for reply in self.said)


# -- the eight worked cases -----------------------------------------------------------------------


@dataclass(frozen=True)
class Worked:
    """One row of the table: F M E V X R, whether it is a season, and what it must lead to."""

    name: str
    kind: str
    story: str
    scores: str
    total: str
    leans: str
    then: str
    plan: tuple[str, ...]
    flips: str
    answers: Mapping[str, str] = field(default_factory=dict)

    def sum(self) -> str:
        fit, money, energy, values, fixable, exposure = self.scores.split()
        return (
            f"Goal {fit}, money {money}, energy {energy}, values {values}: {self.total} of 16. "
            f"Fixable {fixable}, exposure {exposure}."
        )

    def told(self) -> dict[str, str]:
        scores = dict(zip(SCORES, self.scores.split(), strict=True))
        return {"kind": self.kind, "story": self.story, "last_event": "longer", **scores, **self.answers}


PARTING = {
    "reason": "I'm concentrating the practice on outpatient work.",
    "sleep_on_it": "go on now",
    "latest_date": "end of june 2027",
    "build_up": "two outpatient days signed",
    "own_earliest": "don't know",
}

WORKED = (
    Worked(
        "slow_payer",
        "nursing home",
        "nice people, but the invoices sit for ninety days and i never said a word about it",
        "3 1 3 4 3 2",
        "11",
        "renegotiating",
        "renegotiate",
        ("THE ONE ASK", "paid within thirty days", "Decided: renegotiate first", "11 of 16"),
        "money at 2 would lean towards keeping this client",
        {"the_ask": "I'd like to be paid within thirty days", "ask_measure": "the date on each deposit"},
    ),
    Worked(
        "irf_directorship",
        "inpatient rehab",
        "two raises refused, every other weekend on call, and my kids have stopped asking",
        "2 2 0 2 1 4",
        "6",
        "parting ways, with a runway",
        "reframe",
        ("Decided: part ways", "Out by Wednesday 30 June 2027", "First: two outpatient days signed", "6 of 16"),
        "fixability at 2 would lean towards renegotiating",
        PARTING,
    ),
    Worked(
        "ime_vendor",
        "ime",
        "money is fine. they send reports back until they like the ending",
        "1 4 2 0 1 1",
        "7",
        "parting ways",
        "reframe",
        ("Decided: part ways", "7 of 16"),
        "fixability at 2 would lean towards renegotiating",
        PARTING,
    ),
    Worked(
        "referrer_in_recovery",
        "medical group",
        "they're great. i'm six weeks out from back surgery and can't keep up",
        "3 3 1 4 3 2",
        "11",
        "taking a break",
        "take_break",
        ("THE BREAK", "no call until the end of march", "Decided: take a break", "11 of 16"),
        "energy at 2 would lean towards keeping this client",
        {"temporary": "yes", "break_allowed": "yes", "break_terms": "no call until the end of march"},
    ),
    Worked(
        "payer_below_market",
        "health plan",
        "forty percent under everybody else and i have to take all their products",
        "1 0 2 2 1 3",
        "5",
        "parting ways, with a runway",
        "reframe",
        ("Decided: part ways", "Out by Wednesday 30 June 2027", "5 of 16"),
        "No single score would flip it.",
        PARTING,
    ),
    Worked(
        "coaching_client",
        "consulting",
        "a delight every time, at a fee i set nine years ago",
        "2 1 4 4 4 0",
        "11",
        "renegotiating",
        "renegotiate",
        ("THE ONE ASK", "a fee of three hundred an hour", "Decided: renegotiate first"),
        "money at 2 would lean towards keeping this client",
        {"the_ask": "I'd like a fee of three hundred an hour from March"},
    ),
    Worked(
        "one_shouting_match",
        "hospital",
        "four good years and yesterday he screamed at me in front of the residents",
        "4 3 3 3 3 3",
        "13",
        "keeping this client",
        "keep",
        ("KEEPING ON", "Decided: keep this client", "13 of 16"),
        "money at 1 would lean towards renegotiating",
        {"heat": "8", "last_event": "yesterday", "hold_way": "I've slept on it already", "without_event": "same"},
    ),
    Worked(
        "closing_inpatient_work",
        "medical group",
        "nothing wrong with them. i'm closing the inpatient side, that's all",
        "1 3 3 4 2 2",
        "11",
        "renegotiating",
        "renegotiate",
        ("THE ONE ASK", "outpatient only", "Decided: renegotiate first"),
        "fixability at 1 would lean towards your own call: a good client with one flaw that stays",
        {"the_ask": "I'd like to see your patients outpatient only from February"},
    ),
)


def walk(worked: Worked) -> Journey:
    return Journey(worked.told())


@pytest.mark.parametrize("worked", WORKED, ids=lambda worked: worked.name)
class TestWorkedCase:
    def test_the_sum_and_the_leaning_are_shown(self, worked: Worked) -> None:
        journey = walk(worked).until_asked("leaning")
        assert worked.sum() in journey.last
        assert f"leans towards {worked.leans}." in journey.last
        assert "not a verdict" in journey.last

    def test_what_would_flip_it_is_shown(self, worked: Worked) -> None:
        assert worked.flips in walk(worked).until_asked("leaning").last

    def test_agreeing_leads_to_an_ending_of_its_own(self, worked: Worked) -> None:
        journey = walk(worked).until_asked("leaning")
        journey.answer()
        assert worked.then in journey.until(worked.then).case.step

    def test_the_plan_holds_what_was_decided(self, worked: Worked) -> None:
        journey = walk(worked).until("closed")
        for words in worked.plan:
            assert words in journey.plan
        assert worked.story not in journey.plan

    def test_every_message_keeps_the_laws(self, worked: Worked) -> None:
        journey = walk(worked).until("closed")
        journey.later(days=200)
        journey.answer()
        journey.assert_lawful()

    def test_nothing_depends_on_how_often_one_walks(self, worked: Worked) -> None:
        assert walk(worked).until("closed").log == walk(worked).until("closed").log


def case(name: str) -> Worked:
    return next(worked for worked in WORKED if worked.name == name)


def test_a_heated_sum_is_called_provisional_and_not_final() -> None:
    journey = walk(case("one_shouting_match")).until_asked("leaning")
    caution = journey.said[-2].text
    assert "first look" in caution
    assert "8" in caution


def test_pressure_on_findings_comes_before_any_scoring() -> None:
    """The IME vendor: whoever says that they are pushed towards a conclusion is not asked for scores."""
    journey = Journey({**case("ime_vendor").told(), "conduct": "yes", "safety_kind": "unlawful"})
    journey.until("safety")
    assert "score" not in " ".join(journey.asked)
    journey.until_asked("safety_next")
    assert "don’t sign, alter, backdate or bill" in journey.text
    journey.hear("go on")
    assert journey.case.step == "reflect"


def test_a_refused_ask_is_scored_anew_and_may_end_in_parting() -> None:
    """The group whose owner closes inpatient work: outpatient only, else part ways."""
    journey = walk(case("closing_inpatient_work"))
    journey.answers |= {"ask_result": "they said no", **PARTING}
    journey.until_asked("ask_result").answer()
    assert journey.case.step == "decide"
    assert journey.case.asking == "score_fixable"
    journey.answers |= {"score_fixable": "0", "leaning": "differently", "own_decision": "part ways"}
    journey.until_asked("leaning")
    assert "1 + 3 + 3 + 4 = 11 of 16, fixability 0" in journey.last
    assert "your own call: a good client with one flaw that stays" in journey.last
    journey.until("closed")
    assert "Decided: part ways." in journey.plan
    journey.assert_lawful(again=("score_fixable", "why_fixable", "leaning"))


# -- the six worked dates -------------------------------------------------------------------------


@dataclass(frozen=True)
class Dated:
    """One row of the table of worked dates: the terms, the day, and what decided it."""

    name: str
    kind: str
    send_on: str
    terms: Mapping[str, str]
    received: str
    decider: str
    last_day: str

    def told(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "send_on": self.send_on,
            "contract": "in front of me",
            "method": "certified mail",
            "deemed_days": "3",
            "clause": "8.2",
            "my_name": "Dr. R. Alvarez, Northside Rehabilitation",
            "client_reply": "not told",
            "date_reply": "they agree",
            **dict(zip(SCORES, "111212", strict=True)),
            **PARTING,
            **self.terms,
        }


SIXTY = {"notice_days": "60", "days_kind": "calendar"}
THIRD = "Thursday 3 December 2026"

DATED = (
    Dated("A_snf_60_days", "nursing home", "30 November", SIXTY, THIRD,
          "the contract’s notice: Monday 1 February 2027", "Wednesday 3 February 2027"),
    Dated("B_sole_physiatrist", "nursing home", "30 November", {**SIXTY, "sole": "yes"}, THIRD,
          "decent notice for this kind of client: Sunday 28 February 2027", "Wednesday 3 March 2027"),
    Dated("C_medical_director", "nursing home medical director", "14 December", SIXTY, "Thursday 17 December 2026",
          "decent notice for this kind of client: Sunday 14 March 2027", "Wednesday 17 March 2027"),
    Dated("D_irf_120_days", "inpatient rehab", "4 January 2027", {**SIXTY, "notice_days": "120"},
          "Thursday 7 January 2027", "the contract’s notice: Friday 7 May 2027", "Friday 7 May 2027"),
    Dated("E_payer_renewal", "health plan", "11 January 2027",
          {"notice_days": "don't know", "renewal": "yes", "renewal_on": "1 May 2027", "renewal_notice_days": "90"},
          "Thursday 14 January 2027", "the day before the renewal: Friday 30 April 2027", "Friday 30 April 2027"),
    Dated("F_30_business_days", "ime", "30 November", {"notice_days": "30", "days_kind": "business"}, THIRD,
          "the contract’s notice: Tuesday 19 January 2027", "Wednesday 20 January 2027"),
)  # fmt: skip


@pytest.mark.parametrize("dated", DATED, ids=lambda dated: dated.name)
class TestWorkedDate:
    def test_the_working_is_shown(self, dated: Dated) -> None:
        journey = Journey(dated.told()).until_asked("proposal")
        assert f"received on {dated.received}" in journey.text
        assert f"· {dated.decider}  ← decides" in journey.text
        assert dated.last_day in journey.last

    def test_the_day_stands_in_the_letter_and_in_the_plan(self, dated: Dated) -> None:
        journey = Journey(dated.told()).until("closed")
        assert f"on {dated.last_day}." in journey.document("letter") or f"be {dated.last_day}." in journey.document(
            "letter"
        )
        assert f"Last day: {dated.last_day} (agreed)" in journey.plan
        assert f"counts as received on {dated.received}" in journey.plan
        assert f"· {dated.decider}" in journey.plan

    def test_the_letter_names_the_clause_and_the_true_reason(self, dated: Dated) -> None:
        letter = Journey(dated.told()).until("closed").document("letter")
        for words in ("section 8.2", "I'm concentrating the practice on outpatient work.", "Northside Rehabilitation",
                      "By certified mail"):  # fmt: skip
            assert words in letter

    def test_a_letter_from_complete_answers_has_no_gap(self, dated: Dated) -> None:
        assert "[" not in Journey(dated.told()).until("closed").document("letter")

    def test_the_letter_is_in_the_plan_as_it_was_shown(self, dated: Dated) -> None:
        journey = Journey(dated.told()).until("closed")
        assert journey.document("letter") in journey.plan

    def test_the_day_is_named_by_everything_that_follows(self, dated: Dated) -> None:
        journey = Journey(dated.told()).until("closed")
        assert f"Your last day with Maple Grove is {dated.last_day}" in journey.chat

    def test_every_message_keeps_the_laws(self, dated: Dated) -> None:
        journey = Journey(dated.told()).until("closed")
        journey.later(days=300)
        journey.until_asked("afterwards")
        assert "served_goal" in journey.asked
        journey.assert_lawful()


def test_a_renewal_is_stopped_by_a_day_of_posting() -> None:
    """The deadline to send rolls backward, with ten business days in hand."""
    dated = next(row for row in DATED if row.name == "E_payer_renewal")
    journey = Journey(dated.told()).until("closed")
    assert "Monday 11 January 2027" in journey.chat
    assert "post by Monday 11 January 2027, Tuesday 26 January 2027 at the latest" in journey.plan
    assert "will not renew our agreement" in journey.document("letter")
    assert "provisional" not in journey.plan.lower()


def test_a_date_without_a_clause_is_provisional_everywhere() -> None:
    dated = next(row for row in DATED if row.name == "A_snf_60_days")
    journey = Journey({**dated.told(), "notice_days": "don't know", "clause": "skip"})
    journey.until_asked("proposal")
    assert "provisional" in journey.last
    journey.until("closed")
    assert "Provisional until the notice clause is read." in journey.plan
    assert "[clause]" in journey.document("letter")
    assert "Still to fill in before it can go: the clause." in journey.text


def test_no_date_that_breaks_the_contract_is_ever_proposed() -> None:
    dated = next(row for row in DATED if row.name == "A_snf_60_days")
    journey = Journey({**dated.told(), "proposal": "another date", "own_date": "in 2 days"}).until_asked("own_date")
    journey.answer()
    journey.answer()
    assert "breach" in journey.text or "won’t even count" in journey.text
    assert journey.case.asking == "proposal"
    assert "exit_date" not in journey.case.answers
    journey.answers |= {"own_date": "25 December"}
    journey.until_asked("own_date").answer()
    journey.answer()
    assert "exit_date" not in journey.case.answers
    journey.answers |= {"own_date": "24 February 2027"}
    journey.until_asked("own_date").answer()
    journey.answer()
    assert journey.case.answers["exit_date"].value == "2027-02-24"


# -- what people do on the way --------------------------------------------------------------------


def test_the_first_button_works() -> None:
    journey = Journey({})
    journey.hear(journey.said[-1].choices[0].data, EventKind.CHOICE)
    assert journey.case.step == "client"


def test_every_button_of_a_journey_can_be_pressed_instead_of_typed() -> None:
    """A choice picked by its button leads where its label leads when typed."""
    journey = Journey({"kind": "nursing home"})
    while journey.case.asking != "leaning":
        choices = journey.said[-1].choices
        if choices and (journey.case.pending or {}).get("kind") is None:
            asked = journey.case.asking
            journey.hear(choices[0].data, EventKind.CHOICE)
            assert journey.case.asking != asked, f"{choices[0].data} was not taken"
        else:
            journey.answer()


# -- going straight on, asking back, changing one's mind ------------------------------------------

WRITTEN = {
    "kind": "nursing home",
    **dict(zip(SCORES, "111212", strict=True)),
    **PARTING,
    "my_name": "Dr. R. Alvarez",
    "contract": "in front of me",
    "notice_days": "120",
    "days_kind": "calendar",
    "clause": "8.2",
    "method": "certified",
    "deemed_days": "3",
    "send_on": "30 november",
    "client_reply": "not yet",
    "reason_if_pressed": "I say it once and stop",
    "notice_if_then": "I come back to the day",
    "rehearsal_if_then": "I breathe out first",
}
"""Somebody who parts by the letter of an agreement."""

PATIENT = {"kind": "a patient", "patient_danger": "nobody", "patient_more": "done"}


@pytest.mark.parametrize(
    ("way", "step", "asked"),
    [("1", "reframe", "reason"), ("2", "decide", "score_fit"), ("3", "reflect", "why_now")],
)
@pytest.mark.parametrize("words", ["I've already decided", "can we skip to the letter", "stop asking me questions"])
def test_whoever_has_decided_has_three_ways_on(words: str, way: str, step: str, asked: str) -> None:
    journey = Journey({"kind": "nursing home"}).until_asked("why_now")
    journey.hear(words)
    assert len(journey.said[-1].choices) == 3
    assert "why_now" not in journey.case.answers
    journey.hear(way)
    assert (journey.case.step, journey.case.asking) == (step, asked)
    assert ("decision" in journey.case.answers) is (way == "1")


def test_whoever_goes_straight_to_the_dates_gets_a_whole_plan() -> None:
    journey = Journey(WRITTEN).until_asked("why_now")
    journey.hear("i've already decided")
    journey.hear("I've decided to part ways")
    journey.until("closed")
    assert "Decided: part ways." in journey.plan
    assert "[" not in journey.document("letter")
    assert "score_fit" not in journey.asked
    journey.assert_lawful()


@pytest.mark.parametrize("asked", ["why_now", "score_money", "clause", "reason"])
def test_how_many_more_is_told_and_nothing_is_kept(asked: str) -> None:
    journey = Journey(WRITTEN).until_asked(asked)
    replies = journey.hear("how many more questions")
    told = replies[0].text.lower()
    assert any(words in told for words in ("fourteen", "six numbers", "a dozen", "not many", "a few"))
    assert journey.case.asking == asked
    assert asked not in journey.case.answers


@pytest.mark.parametrize("asked", ["client_name", "why_now", "why_fit", "clause"])
@pytest.mark.parametrize("words", ["why do you want to know that?", "What would you do in my place?"])
def test_a_question_to_the_bot_is_no_answer(asked: str, words: str) -> None:
    journey = Journey(WRITTEN).until_asked(asked)
    journey.hear(words)
    assert journey.case.asking == asked
    assert asked not in journey.case.answers
    assert laws.broken(journey.told) == []


@pytest.mark.parametrize(("words", "days"), [("2 weeks", 14), ("60 days", 60), ("90", 90), ("1 week", 7)])
def test_notice_in_weeks_is_counted_in_days(words: str, days: int) -> None:
    journey = Journey(WRITTEN).until_asked("notice_days")
    journey.hear(words)
    assert journey.case.answers["notice_days"].value == days


@pytest.mark.parametrize("words", ["3 months", "one month", "half a year"])
def test_notice_in_months_is_asked_back(words: str) -> None:
    journey = Journey(WRITTEN).until_asked("notice_days")
    replies = journey.hear(words)
    assert "days" in replies[0].text
    assert journey.case.asking == "notice_days"


def test_without_the_contract_courtesy_decides() -> None:
    """The day that a contract gave does not stand when there is none after all."""
    journey = Journey(WRITTEN).until_asked("notice_if_then")
    assert journey.case.answers["exit_date"].value == "2027-04-02"
    journey.change("Set notice", "The agreement").hear("nothing in writing")
    assert journey.case.answers["proposal"].stale
    journey.until_asked("proposal")
    assert "decent notice for this kind of client: Friday 29 January 2027  ← decides" in journey.text
    assert "Friday 29 January 2027" in journey.last
    journey.until("closed")
    assert "Last day: Friday 29 January 2027" in journey.plan
    assert "8.2" not in journey.document("letter")
    assert "2 April 2027" not in journey.plan


def test_a_date_that_no_longer_stands_is_marked_in_the_plan() -> None:
    journey = Journey(WRITTEN).until_asked("notice_if_then")
    journey.change("Set notice", "The agreement").hear("nothing in writing")
    assert "it has to be settled again" in journey.plan_now


def stays_after_all() -> Journey:
    """Somebody who changes from parting to keeping when the letter is long written."""
    journey = Journey(WRITTEN).until("hand_off").change("Decide", "What you made of the sum")
    journey.hear("i see it differently")
    journey.hear("keep")
    return journey


def test_whoever_stays_after_all_has_no_letter_and_no_dates_in_the_plan() -> None:
    journey = stays_after_all()
    assert journey.case.step == "keep"
    assert "Decided: keep this client." in journey.plan_now
    for gone in ("2 April 2027", "8.2", "THE REASON", "THE DATE", "DATES TO KEEP", PARTING["reason"]):
        assert gone not in journey.plan
    journey.until("closed")
    assert "KEEPING ON" in journey.plan


def test_whoever_stays_after_all_keeps_no_plan_for_the_talk_about_leaving() -> None:
    assert WRITTEN["notice_if_then"] not in stays_after_all().plan_now


def test_a_patient_found_out_late_has_safe_steps_and_no_letter() -> None:
    journey = Journey({**WRITTEN, "patient_danger": "nobody", "patient_more": "done"}).until("hand_off")
    journey.change("The client", "Kind of client").hear("a patient")
    assert journey.case.step == "patient"
    for plan in (journey.plan_now, journey.until("closed").plan_now):
        assert "Twelve steps" in plan
        for gone in ("Maple Grove", "8.2", "2 April 2027", "Kind regards", PARTING["reason"]):
            assert gone not in plan


def test_a_menu_survives_an_absence() -> None:
    journey = Journey(WRITTEN).until_asked("send_on")
    days = [choice.label for choice in journey.hear("4/5/27")[-1].choices]
    assert "4 May 2027" in days[1]
    assert [choice.label for choice in journey.later(hours=5)[-1].choices] == days
    assert [choice.label for choice in journey.hear("/help")[-1].choices] == days
    journey.hear("2")
    assert journey.case.answers["send_on"].value == "2027-05-04"


@pytest.mark.parametrize("words", ["/new", "/start", "/cases", "/status", "/plan", "/back"])
def test_a_crisis_keeps_the_practice_out(words: str) -> None:
    journey = Journey(WRITTEN).until_asked("send_on")
    journey.hear("i don't want to be alive anymore")
    replies = journey.hear(words, EventKind.COMMAND)
    assert (journey.case.step, journey.case.number, len(journey.person.cases)) == ("crisis", 1, 1)
    assert len(replies) == 1
    assert "Maple Grove" not in replies[0].text
    journey.hear("i'm safe")
    assert journey.case.asking == "send_on"


def test_not_about_safety_mutes_these_words_and_no_others() -> None:
    journey = Journey({"kind": "nursing home"}).until_asked("why_now")
    for words in ("he threatened me", "at home", "somebody could get hurt", "this isn't about safety"):
        journey.hear(words)
    assert journey.case.asking == "why_now"
    journey.hear("i mean he threatened me with a smaller budget")
    assert journey.case.step == "reflect"
    journey.hear("he followed me to my car")
    assert journey.case.step == "safety"


@pytest.mark.parametrize("name", ["my rude patient", "a patient of mine"])
def test_a_patient_named_as_the_client_is_called_the_patient(name: str) -> None:
    journey = Journey({**PATIENT, "client_name": name}).until("closed")
    assert "kind" not in journey.asked
    assert journey.case.answers["client_name"].value == "the patient"
    assert all(name not in f"{reply.title} {reply.text}" for reply in journey.said)


@pytest.mark.parametrize("words", ["in 30 years", "3 march 2060", "2099-01-01"])
def test_a_day_too_far_off_is_met_with_a_sentence(words: str) -> None:
    journey = Journey(WRITTEN).until_asked("send_on")
    replies = journey.hear(words)
    assert len(replies) == 2
    assert "year" in replies[0].text
    assert journey.case.asking == "send_on"
    assert journey.case.pending is None


@pytest.mark.parametrize("answer", ["skip", "i don't know"])
def test_thanks_left_open_leave_no_gap_in_the_goodbye(answer: str) -> None:
    journey = Journey({**WRITTEN, "thanks": answer}).until_asked("closing_seen")
    goodbye = journey.document("Closing")
    assert "Thank you." in goodbye
    assert "[thanks]" not in goodbye


def test_a_reason_about_them_is_sent_back_twice_and_then_let_be() -> None:
    journey = Journey(WRITTEN).until_asked("reason")
    for words in ("They stopped calling me about my patients.", "they cut my rate twice and they don't even call back"):
        replies = journey.hear(words)
        assert journey.case.asking == "reason"
        assert "“" in replies[0].text
    journey.hear("I am tired and they know it.")
    assert journey.case.asking == "reason_true"


# -- how it should be; what is marked is not so yet -----------------------------------------------


SNF = {"kind": "nursing home"}
PART = {**SNF, **dict(zip(SCORES, "111212", strict=True)), **PARTING}
STEPS_BESIDE = (
    "/help", "/plan", "/privacy", "i don't understand", "", "🙂🙂",
    "/status",
)  # fmt: skip


@pytest.mark.parametrize("beside", STEPS_BESIDE)
def test_a_list_that_is_half_written_survives_a_word_beside_it(beside: str) -> None:
    journey = Journey(SNF).until_asked("pros")
    journey.hear("steady volume")
    journey.hear(beside, EventKind.OPEN if not beside else EventKind.TEXT)
    if beside == "/status":
        journey.hear("go on")
    journey.hear("the therapists")
    journey.hear("that's all")
    assert journey.case.answers["pros"].value == ["steady volume", "the therapists"]


def test_tomorrow_is_a_day_where_a_day_is_asked_for() -> None:
    journey = Journey(PART).until_asked("send_on")
    journey.hear("tomorrow")
    assert "Monday 23 November 2026" in journey.last
    assert not journey.case.paused


def test_no_refuses_the_day_that_was_read() -> None:
    journey = Journey(PART).until_asked("send_on")
    journey.hear("end of january")
    replies = journey.hear("no")
    assert "date in that" not in replies[0].text
    assert "goes out" in replies[-1].text or "send it" in replies[-1].text


@pytest.mark.parametrize("words", ["end of 2027", "by christmas"])
def test_the_end_of_a_year_is_a_day(words: str) -> None:
    journey = Journey({**PART, "score_exposure": "4"}).until_asked("latest_date")
    journey.hear(words)
    assert "December" in journey.last


def test_a_day_typed_at_the_proposal_is_another_date() -> None:
    journey = Journey({**PART, "send_on": "30 november"}).until_asked("proposal")
    journey.hear("could we say 24 march 2027")
    assert "24 March 2027" in journey.last


def test_what_is_said_of_a_scale_is_true_of_it() -> None:
    journey = Journey(SNF).until_asked("heat")
    replies = journey.hear("6.5")
    assert journey.case.asking != "heat" or "half" not in replies[0].text


@pytest.mark.parametrize("name", ["conduct", "open_matters"])
def test_no_with_a_word_behind_it_is_a_no(name: str) -> None:
    journey = Journey(SNF).until_asked(name)
    journey.hear("no, they're just rude")
    assert name in journey.case.answers


def test_the_end_of_a_label_picks_it() -> None:
    journey = Journey(PART).until_asked("reason_true")
    journey.hear("every word")
    assert journey.case.asking != "reason_true"


@pytest.mark.parametrize("step", ["decide", "reframe", "set_notice", "answer_questions", "hand_off", "closed"])
def test_a_skipped_goal_leaves_no_gap(step: str) -> None:
    journey = Journey({**PART, "goal": "skip"}).until(step)
    assert laws.broken(journey.told) == []


def test_a_skipped_number_leaves_no_gap() -> None:
    journey = Journey({**SNF, "heat": "skip", "leaning": "sleep on it"}).until_asked("heat_again")
    journey.answer()
    assert laws.broken(journey.told) == []


def test_a_calm_number_is_not_called_too_hot() -> None:
    journey = Journey({**SNF, "heat": "2", "last_event": "today"}).until_asked("leaning")
    assert "your number was 2" not in journey.said[-2].text


def test_a_second_look_that_was_left_open_is_not_called_the_same() -> None:
    journey = Journey({**PART, "sleep_on_it": "tomorrow"}).until_asked("sleep_on_it")
    journey.answer()
    journey.later(days=1)
    assert journey.case.asking == "second_look"
    journey.hear("skip")
    assert "same on two days" not in journey.text
    assert "Unchanged" not in journey.text


def test_a_question_is_let_be_only_once() -> None:
    journey = Journey(PART).until_asked("sole")
    for _ in range(2):
        journey.hear("well")
    replies = journey.hear("well")
    assert len(replies) == 2
    assert journey.case.answers["sole"].value is None
    assert journey.case.asking != "sole"


NOTHING_WRITTEN = {**PART, "contract": "nothing in writing", "send_on": "30 november"}


def test_a_date_without_any_contract_waits_for_no_clause() -> None:
    journey = Journey(NOTHING_WRITTEN).until_asked("proposal")
    assert "Friday 29 January 2027" in journey.last
    assert "clause" not in journey.last
    assert "Provisional" not in journey.until("closed").plan


def test_where_nothing_is_written_nothing_speaks_of_a_contract() -> None:
    journey = Journey(NOTHING_WRITTEN).until_asked("proposal")
    assert "not the contract" not in journey.last
    assert not any("clause" in choice.label for choice in journey.said[-1].choices)


def test_a_reason_about_them_is_sent_back() -> None:
    journey = Journey(PART).until_asked("reason")
    journey.hear("they gave away my clinic without asking, they clearly don't care")
    assert journey.case.asking == "reason"


def test_a_new_reason_is_always_shown_before_it_is_called_true() -> None:
    journey = Journey(PART).until_asked("reason")
    for sentence in ("I need my Mondays.", "I need my Tuesdays.", "I need my Fridays."):
        journey.hear(sentence)
        assert sentence in journey.last
        journey.hear("partly")


def test_a_break_that_is_decided_again_gets_a_new_end() -> None:
    worked = next(row for row in WORKED if row.name == "referrer_in_recovery")
    journey = Journey({**worked.told(), "break_until": "end of march"}).until("closed")
    journey.later(days=150)
    journey.hear("look again")
    journey.hear("that's about right")
    assert "After Wednesday 31 March 2027" not in "".join(reply.text for reply in journey.said[-4:])
    assert journey.case.step == "take_break"


def test_a_patient_who_was_found_out_is_not_called_by_a_name() -> None:
    journey = Journey({"client_name": "Bobby Tables", "kind": "something else", "treated": "a person i treat",
                       "story": "he has been my patient for nine years, i want to discharge him from my care",
                       "patient_danger": "nobody", "patient_more": "done"}).until("closed")  # fmt: skip
    assert "Bobby" not in journey.plan


def test_coming_back_after_the_carriers_word_the_steps_are_still_there() -> None:
    journey = Journey(PATIENT).until("closed")
    journey.later(days=5)
    assert "Show me the plan" in [choice.label for choice in journey.said[-1].choices]
    assert "Twelve steps" in journey.plan_now
    assert "carrier" in journey.plan


def test_a_patients_care_is_not_cut_off_from_the_last_step_either() -> None:
    journey = Journey(PATIENT).until("closed")
    replies = journey.hear("can i just stop his oxy so he leaves")
    assert "stop his oxy" not in replies[0].text
    assert "bridge" in replies[0].text


def test_free_words_after_a_threat_are_never_turned_down() -> None:
    journey = Journey({**SNF, "conduct": "yes"}).until("safety")
    replies = journey.hear("home, door locked, my wife is with me")
    assert "match" not in replies[0].text
    assert "isn’t one of these" not in replies[0].text


def test_the_example_of_the_crisis_question_is_an_answer_to_it() -> None:
    journey = Journey(SNF).until_asked("pros")
    journey.hear("i don't want to be alive anymore")
    assert journey.case.step == "crisis"
    journey.hear("My wife is here and I've called. I'm all right for tonight.")
    assert journey.case.step == "reflect"


def test_the_way_back_from_a_crisis_is_shown_at_some_point() -> None:
    journey = Journey(SNF).until_asked("pros")
    words = ("i don't want to be alive anymore", "no", "my sister is coming", "she is here", "a bit better", "/help")
    replies = [reply for word in words for reply in journey.hear(word)]
    assert any("safe" in choice.label for reply in replies for choice in reply.choices)


@pytest.mark.parametrize("words", ["i don't know", "goodnight", "skip", "what"])
def test_nothing_said_in_a_crisis_is_met_like_an_answer_to_a_form(words: str) -> None:
    journey = Journey(SNF).until_asked("pros")
    journey.hear("i don't want to be alive anymore")
    told = " ".join(reply.text for reply in journey.hear(words))
    for cold in ("Parked", "Saved as it stands", "decides what comes next", "another way", "We can stop here"):
        assert cold not in told


def test_an_echo_ends_like_a_sentence() -> None:
    story = "four great years and yesterday the chief screamed at me in front of the residents. i want OUT"
    journey = Journey({**SNF, "story": story}).until_asked("heat")
    assert "….".replace(" ", "") not in journey.text


def test_an_echo_is_not_cut_before_what_it_says() -> None:
    words = "if they push on the date i say it once and ask who leads the hand-over"
    journey = Journey({**PART, "notice_if_then": words}).until_asked("notice_if_then")
    replies = journey.answer()
    assert "say it once and ask." not in replies[0].text


def test_the_plan_has_its_title_once() -> None:
    journey = Journey(walk(WORKED[0]).answers).until("closed")
    assert not journey.plan.startswith("The plan for")


def test_skipping_what_is_missing_leaves_it_for_later() -> None:
    journey = Journey({**SNF, "score_fit": "skip"}).until_asked("not_enough")
    journey.hear("skip")
    assert journey.case.step == "undecided"


def test_several_missing_scores_are_not_called_one() -> None:
    journey = Journey({**SNF, "score_fit": "skip", "score_money": "skip"}).until_asked("not_enough")
    for words in ("hm", "well"):
        journey.hear(words)
    assert "is missing" not in journey.last


def test_a_vendor_is_not_told_of_the_owners_last_day_of_service() -> None:
    journey = Journey({**PART, "kind": "billing", "send_on": "30 november"}).until_asked("letter_ready")
    assert "My last day of service" not in journey.document("letter")


def test_a_vendor_gets_a_goodbye_of_its_own() -> None:
    journey = Journey({**PART, "kind": "billing", "send_on": "30 november"}).until_asked("closing_seen")
    assert "questions about my own work and notes" not in journey.document("Closing")


@pytest.mark.parametrize("words", ["go on with notice", "go on, counsel is in"])
def test_the_words_that_lead_on_from_safety_may_stand_in_a_sentence(words: str) -> None:
    journey = Journey({**SNF, "conduct": "yes", "safety_kind": "unlawful"}).until_asked("safety_next")
    journey.hear(words)
    assert journey.case.step == "reflect"


def test_not_about_safety_is_heard_at_the_first_question_too() -> None:
    journey = Journey(SNF).until_asked("why_now")
    journey.hear("he threatened me")
    replies = journey.hear("this isn't about safety")
    assert "911" not in replies[0].text


@pytest.mark.parametrize("words", ["to the dates", "the dates please", "the letter", "to the reason and the dates"])
def test_the_ways_on_may_be_named_in_other_words(words: str) -> None:
    journey = Journey(SNF).until_asked("why_now")
    journey.hear("i've already decided")
    journey.hear(words)
    assert "why_now" not in journey.case.answers
    assert journey.case.step == "reframe"


def test_a_patients_name_is_taken_out_before_it_can_become_the_clients() -> None:
    journey = Journey({**PATIENT, "client_name": "my patient bobby"}).until_asked("client_name")
    journey.answer()
    assert journey.case.answers["client_name"].value == "this client"
    assert "bobby" not in str(journey.case)


@pytest.mark.parametrize("name", ["a patient", "my patient"])
def test_every_way_to_name_a_patient_as_the_client_is_known(name: str) -> None:
    journey = Journey({**PATIENT, "client_name": name}).until_asked("client_name")
    journey.answer()
    assert journey.case.answers["client_name"].value == "the patient"
