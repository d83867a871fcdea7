"""Set notice: a breath, the clauses one by one, every candidate date shown, the date agreed, the letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flows.answers import labels_of, pick
from flows.echo import quote
from flows.kinds import KINDS
from flows.machine import move
from flows.notice import Exit, add_business_days, good_day, problem_with
from flows.questions import Choice, Date, Number, Question, Step, Text
from flows.reminders.ladder import exit_moved
from flows.scene import Scene
from flows.steps.reflect import HOT
from flows.steps.the_letter import letter_rows
from flows.terms import TO_PREPARE, computed, kind_of, sends_on, side_of, terms_of

_CALM = 3
"""Heat up to which a breath is offered in passing only."""

SITTING = timedelta(hours=24)
"""A decision is looked at again after this before a notice is drafted, unless the person goes on."""

_FACTS = ("kind", "sole", "contract", "notice_days", "days_kind", "method", "deemed_days", "lock_in", "lock_in_end",
          "renewal", "renewal_on", "renewal_notice_days", "patients_waiting", "patients_safe_on", "work_promised",
          "work_done_on", "own_earliest", "send_on")  # fmt: skip
"""The answers that the date rests on."""


def _side(scene: Scene) -> dict[str, Any]:
    return {"side": side_of(scene)}


def _is(name: str, *values: str) -> Any:
    return lambda scene: scene.value(name) in values


def _has_contract(scene: Scene) -> bool:
    return bool(scene.value("contract") != "none")


# -- the breath, and the second sitting -----------------------------------------------------------


def _number_now(scene: Scene) -> None:
    heat = scene.value("heat_now")
    if heat is not None:
        scene.say("set_notice.heat_now.high" if heat >= HOT else "set_notice.heat_now.low", heat=heat)


def _fresh(scene: Scene) -> bool:
    return scene.since("decision") < SITTING and scene.value("second_look") is None


def _slept_on(scene: Scene) -> bool:
    on_another_day = scene.since("decision") >= SITTING or scene.settled("second_look")
    return on_another_day and scene.value("sleep_on_it") != "go_on"


def _decision(scene: Scene) -> dict[str, Any]:
    return {"decision": scene.book.table("words.decisions")[scene.value("decision") or "undecided"]}


def _second_look(scene: Scene) -> None:
    """Another answer the next day is information, not failure: back to the arithmetic."""
    if scene.value("second_look") is None:
        scene.say("control.left_open")
        return
    changed = scene.value("second_look") == "changed"
    scene.say(f"set_notice.second_look.after.{'changed' if changed else 'still_so'}")
    if changed:
        scene.drop("second_look")
        scene.unsettle({"leaning", "own_decision"})
        while scene.case.step != "decide":
            scene.change(step=move(scene, "back"))


# -- traps ----------------------------------------------------------------------------------------


def _trap(name: str) -> Question:
    return Question(f"trap:{name}", f"kinds.traps.{name}", Choice(("noted", "not_mine")), wording="text",
                    then=lambda scene: None)  # fmt: skip


_TRAPS = {kind: tuple(_trap(name) for name in row.traps) for kind, row in KINDS.items()}


# -- the date -------------------------------------------------------------------------------------


def show_working(scene: Scene) -> None:
    """Every candidate date, the one that decided, and the day that follows."""
    result = computed(scene)
    names = scene.book.table("set_notice.candidates")
    if (latest := scene.day("latest_date")) and latest < result.day:
        scene.say("set_notice.past_latest", latest=latest)
    lines = [scene.wording("set_notice.received", send_on=terms_of(scene).send_on, day=result.received_on)]
    for candidate in sorted(result.candidates, key=lambda row: row.day):
        mark = "decides" if candidate == result.decided_by else "candidate"
        lines.append(scene.wording(f"set_notice.{mark}", name=names[candidate.name], day=candidate.day))
    scene.tell("\n".join(lines))
    if result.post_by and result.post_at_the_latest:
        scene.say(f"set_notice.{_posting(scene, result)}", post_by=max(result.post_by, scene.today),
                  receive_by=result.receive_by, latest=result.post_at_the_latest)  # fmt: skip


def _decider(scene: Scene, name: str) -> str:
    alone = name == "courtesy" and not _has_contract(scene)
    decider: str = scene.book.table("set_notice.deciders")["courtesy_alone" if alone else name]
    return decider


def _posting(scene: Scene, result: Exit) -> str:
    send_on = sends_on(scene)
    assert result.post_by and result.post_at_the_latest
    if send_on > result.post_at_the_latest:
        return "too_late_to_post"
    return "post_by" if send_on <= result.post_by else "post_tight"


def _provisional(scene: Scene, result: Exit) -> str:
    """Why the date is not yet one to give: a clause unread, or patients whom nobody has taken over."""
    if scene.value("patients_waiting") == "unsure" or (
        scene.value("patients_waiting") == "yes" and scene.day("patients_safe_on") is None
    ):
        return scene.wording("set_notice.provisional_patients")
    return scene.wording("set_notice.provisional") if result.provisional else ""


def _date_facts(scene: Scene) -> dict[str, Any]:
    result = computed(scene)
    return {
        "day": result.day,
        "decider": _decider(scene, result.decided_by.name),
        "provisional": _provisional(scene, result),
        "rolled": scene.wording("set_notice.rolled") if result.day != result.decided_by.day else "",
    }


def _proposed(scene: Scene) -> None:
    match scene.value("proposal"):
        case "propose":
            fix_date(scene, computed(scene).day, "proposed")
        case "read_clause":
            scene.say("set_notice.proposal.after.read_clause")
            scene.drop("proposal", "notice_days", "days_kind", "clause")


def fix_date(scene: Scene, day: date, status: str) -> None:
    """Keeps the exit date and how far it is agreed."""
    before = scene.day("exit_date")
    scene.keep("exit_date", day.isoformat())
    scene.keep("exit_status", status)
    exit_moved(scene, before)


def _own_date(scene: Scene) -> None:
    day = scene.day("own_date")
    if day is None:
        scene.drop("own_date", "proposal")
        return
    problem = problem_with(day, terms_of(scene), scene.today)
    if problem is None:
        fix_date(scene, day, "proposed")
        scene.say("set_notice.own_date.good", day=day)
        return
    earliest = computed(scene)
    next_good = good_day(max(day, earliest.decided_by.day), kind_of(scene).prefers)
    scene.say(f"set_notice.problems.{problem}", day=day, next_good=next_good, earliest=earliest.decided_by.day)
    scene.drop("own_date", "proposal")


def _reply(name: str) -> Any:
    def heard(scene: Scene) -> None:
        reply = scene.value(name)
        if reply:
            scene.say(f"set_notice.client_reply.after.{reply}", day=scene.day("exit_date"))
        if reply == "agreed":
            scene.keep("exit_status", "agreed")

    return heard


def _countered(name: str) -> Any:
    """Their date: earlier than the minimum only by written agreement of both sides."""

    def heard(scene: Scene) -> None:
        day = scene.day(name)
        if day is None:
            return
        problem = problem_with(day, terms_of(scene), scene.today)
        key = problem if problem in ("past", "before_receipt", "too_early") else "other" if problem else "fine"
        scene.say(f"set_notice.counter.{key}", day=day, earliest=computed(scene).decided_by.day,
                  held=scene.day("exit_date"))  # fmt: skip

    return heard


def _counter_settled(name: str, date_name: str) -> Any:
    def heard(scene: Scene) -> None:
        day = scene.day(date_name)
        if scene.value(name) == "accept" and day:
            problem = problem_with(day, terms_of(scene), scene.today)
            fix_date(scene, day, "agreed_early" if problem in ("before_receipt", "too_early") else "agreed")
            scene.say("set_notice.counter_settled.after.accept", day=day)
        else:
            scene.say("set_notice.counter_settled.after.hold", day=scene.day("exit_date"))

    return heard


def replies(prefix: str, when: Any) -> tuple[Question, ...]:
    """What the client said to the date: the same three questions now and at the hand-off."""
    reply, counter, settled = f"{prefix}_reply", f"{prefix}_counter", f"{prefix}_counter_settled"
    return (
        Question(reply, "set_notice.client_reply", Choice(("agreed", "other_date", "not_told")), when=when,
                 facts=lambda scene: {"day": scene.day("exit_date"), **_side(scene)}, then=_reply(reply),
                 needs=("proposal", "own_date"), may_stand=False),
        Question(counter, "set_notice.counter_date", Date(), needs=(reply,), then=_countered(counter),
                 facts=_side, when=lambda scene: when(scene) and scene.value(reply) == "other_date"),
        Question(settled, "set_notice.counter_settled", Choice(("accept", "hold")), needs=(counter,),
                 facts=lambda scene: {"day": scene.day(counter), "held": scene.day("exit_date")},
                 when=lambda scene: when(scene) and scene.value(reply) == "other_date" and bool(scene.day(counter)),
                 then=_counter_settled(settled, counter)),
    )  # fmt: skip


# -- the questions ---------------------------------------------------------------------------------


def _runway(scene: Scene) -> dict[str, Any]:
    words = scene.value("build_up")
    return {"first": quote(str(words), 80) if words else scene.book.wordings("set_notice.build_up_unknown")[0]}


def _good_send_day(scene: Scene) -> dict[str, Any]:
    return {"soon": good_day(add_business_days(scene.today, TO_PREPARE)), **_side(scene)}


_FIRST = (
    Question("heat_now", "set_notice.heat_now", Number(0, 10), then=_number_now),
    Question("sleep_on_it", "set_notice.sleep_on_it", Choice(("tomorrow", "go_on"), waits=("tomorrow",)), when=_fresh),
    Question("second_look", "set_notice.second_look", Choice(("still_so", "changed")), when=_slept_on,
             facts=_decision, then=_second_look),
    Question("counsel", "set_notice.counsel", Choice(("cleared", "not_yet"), waits=("not_yet",)),
             when=_is("open_matters", "yes", "unsure"), must=True),
    Question("my_name", "set_notice.my_name", Text(longest=120, words=12)),
    Question("sole", "set_notice.sole", Choice(("yes", "no")), facts=_side,
             when=lambda scene: kind_of(scene).asks_sole),
    Question("contract", "set_notice.contract", Choice(("to_hand", "somewhere", "none")), facts=_side),
    Question("notice_days", "set_notice.notice_days", Number(0, 365, unit="day"), when=_has_contract),
    Question("days_kind", "set_notice.days_kind", Choice(("calendar", "business", "unsure")),
             when=lambda scene: _has_contract(scene) and scene.value("notice_days") is not None),
    Question("clause", "set_notice.clause", Text(longest=80, digits=True), when=_has_contract),
    Question("method", "set_notice.method", Choice(("hand", "courier", "certified", "mail", "email", "unknown"))),
    Question("deemed_days", "set_notice.deemed_days", Number(0, 30, unit="day"), when=_has_contract),
    Question("lock_in", "set_notice.lock_in", Choice(("no", "yes", "unsure")), when=_has_contract),
    Question("lock_in_end", "set_notice.lock_in_end", Date(past=True), needs=("lock_in",),
             when=lambda scene: _has_contract(scene) and scene.value("lock_in") == "yes"),
    Question("renewal", "set_notice.renewal", Choice(("no", "yes", "unsure")), when=_has_contract),
    Question("renewal_on", "set_notice.renewal_on", Date(), needs=("renewal",),
             when=lambda scene: _has_contract(scene) and scene.value("renewal") == "yes"),
    Question("renewal_notice_days", "set_notice.renewal_notice_days", Number(0, 365, unit="day"),
             needs=("renewal",), when=lambda scene: _has_contract(scene) and scene.value("renewal") == "yes"),
    Question("work_promised", "set_notice.work_promised", Choice(("no", "yes"))),
    Question("work_done_on", "set_notice.work_done_on", Date(), needs=("work_promised",),
             when=_is("work_promised", "yes")),
    Question("patients_waiting", "set_notice.patients_waiting", Choice(("no", "yes", "unsure")),
             when=lambda scene: kind_of(scene).affects_patients),
    Question("patients_safe_on", "set_notice.patients_safe_on", Date(), needs=("patients_waiting",),
             when=_is("patients_waiting", "yes")),
)  # fmt: skip

_LAST = (
    Question("own_earliest", "set_notice.own_earliest", Date(), needs=("build_up", "latest_date"), facts=_runway,
             when=lambda scene: bool(scene.value("build_up") or scene.day("latest_date"))),
    Question("send_on", "set_notice.send_on", Date(), facts=_good_send_day),
    Question("proposal", "set_notice.proposal", Choice(("propose", "another", "read_clause")), needs=_FACTS,
             facts=_date_facts, before=show_working, then=_proposed, must=True, may_stand=False),
    Question("own_date", "set_notice.own_date", Date(), needs=("proposal",), then=_own_date,
             when=_is("proposal", "another")),
    *replies("client", lambda scene: scene.day("exit_date") is not None),
    Question("notice_if_then", "set_notice.if_then", Text(), facts=_side),
)  # fmt: skip


_LAST_UNWRITTEN = tuple(
    replace(row, takes=Choice(("propose", "another"))) if row.name == "proposal" else row for row in _LAST
)
"""Where nothing is in writing, there is no clause to read."""


def _rows(scene: Scene) -> Sequence[Question]:
    last = _LAST if _has_contract(scene) else _LAST_UNWRITTEN
    return (*_FIRST, *_TRAPS[scene.value("kind") or "other"], *last, *letter_rows(scene))


def _arrive(scene: Scene) -> None:
    calm = (scene.value("heat") or HOT) <= _CALM
    scene.say("set_notice.arrive_calm" if calm else "set_notice.arrive")


def _day_instead(scene: Scene, text: str) -> bool:
    """A day typed where a date is proposed is another date; it is read as one."""
    row = _LAST[[row.name for row in _LAST].index("proposal")]
    assert isinstance(row.takes, Choice)
    named = labels_of(row.text, row.takes.values, scene.book)
    if scene.case.asking == "proposal" and pick(text, named) is None and scene.book.almanac.read(text, scene.today):
        scene.keep("proposal", "another", text)
        scene.change(trail=(*scene.case.trail, "proposal"), asking="own_date")
    return False


SET_NOTICE = Step("set_notice", _rows, arrive=_arrive, hear=_day_instead)
