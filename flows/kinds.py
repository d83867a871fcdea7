"""What is particular to each kind of client: days of courtesy, traps, and what has to be handed over.

Only names and numbers stand here. Their words are in `content/<language>/kinds.toml` and
`transfer.toml`, under the same names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Owner = Literal["me", "them", "both"]
"""Who sees to an item: the owner of the practice, the client, or the two together."""

Preference = Literal["midweek", "month_end", "any"]
"""Which days suit the other side for a last day."""


@dataclass(frozen=True, slots=True)
class TransferItem:
    """One thing that passes to somebody else.

    `name` finds its words, `owner` is who sees to it, and `days_before` is how many days before
    the exit it should be done; negative is after the exit.
    """

    name: str
    owner: Owner
    days_before: int


@dataclass(frozen=True, slots=True)
class Kind:
    """What follows from the kind of client before anything is known about this one.

    `courtesy_days`: the professional minimum when the contract is silent, counted from sending.
    Where the work and not a number of days decides (an attorney's cases, an agency's shifts), it
    only keeps the date from falling on tomorrow.
    `courtesy_days_sole`: the minimum for the only physiatrist there: at least 90 where patients
    depend on the work, else no different.
    `prefers`: Wednesday to Friday for a facility, so that a weekday of back-up follows the
    hand-off; month end where accounts are settled by the month; else any working day.
    `affects_patients`: somebody's care depends on the work. An unknown kind counts as one that does.
    `asks_sole`: being the only physiatrist there is possible and would change the date.
    `traps`: what to raise before any letter, the most likely first.
    `transfer`: what has to be handed over, earliest first, nothing due before the courtesy begins.
    """

    courtesy_days: int
    courtesy_days_sole: int
    prefers: Preference
    affects_patients: bool
    asks_sole: bool
    traps: tuple[str, ...]
    transfer: tuple[TransferItem, ...]

    @property
    def is_facility(self) -> bool:
        """Whether this is a place with residents or beds: it gets the facility milestones as well."""
        return self.prefers == "midweek"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A point on the way out: `days` from the exit, negative before it.

    A stretch of days counts from its first day before the exit and to its last day after it.
    `facility_only` marks what makes no sense for a plan, a firm or a vendor.
    """

    name: str
    days: int
    facility_only: bool = False


MILESTONES: tuple[Milestone, ...] = (
    Milestone("t_minus_90", -90),
    Milestone("t_minus_75", -75),
    Milestone("t_minus_60", -60),
    Milestone("t_minus_45", -45),
    Milestone("t_minus_30", -30),
    Milestone("t_minus_21", -21),
    Milestone("t_minus_14", -14),
    Milestone("t_minus_7", -7),
    Milestone("t_minus_3", -3, facility_only=True),
    Milestone("exit_day", 0),
    Milestone("t_plus_7", 7),
    Milestone("t_plus_14", 14),
    Milestone("t_plus_30", 30),
    Milestone("t_plus_60", 60),
    Milestone("t_plus_90", 90),
)
"""The ladder. The first one is the day of notice, whatever the number of days turns out to be."""

REPLACEMENT_OPTIONS: tuple[str, ...] = (
    "internal", "split_role", "regional_colleague", "physiatry_group", "locum", "telephysiatry", "search_firm",
)  # fmt: skip
"""Where a successor may come from, the cheapest and quickest first."""


def _items(*rows: tuple[str, Owner, int]) -> tuple[TransferItem, ...]:
    return tuple(TransferItem(*row) for row in rows)


KINDS: dict[str, Kind] = {
    # The consulting physiatrist in a nursing facility.
    "snf": Kind(
        courtesy_days=60, courtesy_days_sole=90, prefers="midweek", affects_patients=True, asks_sole=True,
        traps=("privileges", "introductions", "tail", "reference", "first_year"),
        transfer=_items(
            ("interim_cover", "them", 45),
            ("pending_procedures", "me", 45),
            ("regimens", "me", 30),
            ("service_map", "me", 21),
            ("results_inbox", "both", 21),
            ("hand_off_meeting", "both", 14),
            ("therapy_goals", "me", 14),
            ("active_patients", "me", 7),
            ("attending_notes", "me", 7),
            ("access_property", "both", 0),
        )),
    # A role that the facility is required to fill, so the successor's start date leads the list.
    "snf_director": Kind(
        courtesy_days=90, courtesy_days_sole=90, prefers="midweek", affects_patients=True, asks_sole=True,
        traps=("first_year", "privileges", "introductions", "tail", "reference"),
        transfer=_items(
            ("successor_named", "them", 45),
            ("committee_calendar", "me", 30),
            ("survey_plan", "both", 30),
            ("quality_projects", "me", 30),
            ("policy_reviews", "me", 30),
            ("service_map", "me", 21),
            ("practitioner_log", "me", 14),
            ("hand_off_meeting", "both", 14),
            ("time_logs", "me", 1),
            ("access_property", "both", 0),
        )),
    # A gap in cover stops admissions, hence the longest courtesy.
    "irf": Kind(
        courtesy_days=120, courtesy_days_sole=120, prefers="midweek", affects_patients=True, asks_sole=True,
        traps=("privileges", "first_year", "introductions", "tail", "reference"),
        transfer=_items(
            ("prescreen_cover", "them", 60),
            ("referral_introductions", "both", 30),
            ("team_conference", "both", 30),
            ("service_map", "me", 21),
            ("quality_data", "me", 21),
            ("call_schedule", "both", 14),
            ("open_denials", "me", 14),
            ("hand_off_meeting", "both", 14),
            ("plans_of_care", "me", 3),
            ("access_property", "both", 0),
        )),
    "hospital": Kind(
        courtesy_days=90, courtesy_days_sole=90, prefers="midweek", affects_patients=True, asks_sole=True,
        traps=("privileges", "first_year", "introductions", "tail", "reference"),
        transfer=_items(
            ("clinic_close", "both", 75),
            ("referrers_told", "both", 60),
            ("equipment", "both", 30),
            ("service_map", "me", 21),
            ("results_inbox", "both", 21),
            ("call_schedule", "both", 14),
            ("emg_backlog", "me", 14),
            ("hand_off_meeting", "both", 14),
            ("active_patients", "me", 7),
            ("access_property", "both", 0),
        )),
    "group": Kind(
        courtesy_days=60, courtesy_days_sole=90, prefers="any", affects_patients=True, asks_sole=True,
        traps=("introductions", "tail", "reference"),
        transfer=_items(
            ("referral_stop", "both", 45),
            ("referral_alternatives", "me", 45),
            ("pending_procedures", "me", 30),
            ("results_inbox", "both", 21),
            ("active_patients", "me", 14),
            ("reports_due", "me", 7),
            ("records_contact", "me", 7),
            ("final_invoice", "me", 0),
        )),
    "payer": Kind(
        courtesy_days=90, courtesy_days_sole=90, prefers="month_end", affects_patients=True, asks_sole=False,
        traps=("renewal_window",),
        transfer=_items(
            ("sites_tax_ids", "both", 75),
            ("member_notices", "both", 60),
            ("continuing_care", "both", 45),
            ("network_alternatives", "them", 45),
            ("claims_run_out", "both", 45),
            ("authorizations", "me", 30),
            ("records_contact", "me", 7),
            ("directories", "them", -7),
        )),
    # Each injured worker is a patient: the list is as much theirs as the carrier's.
    "workers_comp": Kind(
        courtesy_days=60, courtesy_days_sole=90, prefers="month_end", affects_patients=True, asks_sole=False,
        traps=("introductions", "tail"),
        transfer=_items(
            ("worker_told", "me", 45),
            ("next_treating", "both", 45),
            ("authorizations", "me", 30),
            ("claim_notes", "me", 21),
            ("work_restrictions", "me", 14),
            ("next_reports", "me", 14),
            ("records_contact", "me", 7),
            ("final_invoice", "me", 0),
        )),
    # No treating relationship, but somebody waits for an exam and a report.
    "ime": Kind(
        courtesy_days=30, courtesy_days_sole=30, prefers="any", affects_patients=False, asks_sole=False,
        traps=("examinees", "tail"),
        transfer=_items(
            ("last_exam_date", "both", 30),
            ("booked_exams", "both", 21),
            ("addenda", "me", 7),
            ("past_testimony", "both", 7),
            ("records_contact", "me", 7),
            ("reports_due", "me", 0),
            ("final_invoice", "me", 0),
            ("records_return", "me", -14),
        )),
    # Not a matter of days: current cases come to their end, new ones are declined.
    "attorney": Kind(
        courtesy_days=30, courtesy_days_sole=30, prefers="any", affects_patients=False, asks_sole=False,
        traps=("live_case", "tail"),
        transfer=_items(
            ("case_deadlines", "both", 30),
            ("case_inventory", "me", 21),
            ("opinions", "me", 21),
            ("case_successor", "them", 14),
            ("past_testimony", "both", 14),
            ("retainer", "both", 7),
            ("final_invoice", "me", 0),
            ("records_return", "me", -14),
        )),
    # Confirmed shifts are honored, then it ends; finding the next doctor is the agency's business.
    "agency": Kind(
        courtesy_days=30, courtesy_days_sole=90, prefers="any", affects_patients=True, asks_sole=False,
        traps=("covenant", "privileges", "tail"),
        transfer=_items(
            ("confirmed_shifts", "both", 30),
            ("place_told", "them", 21),
            ("interim_cover", "them", 14),
            ("insurance_papers", "them", 14),
            ("service_map", "me", 7),
            ("active_patients", "me", 7),
            ("time_logs", "me", 1),
            ("access_property", "both", 0),
        )),
    # Billing, EHR, scribe, marketing, landlord: here the owner is the one who must not be left without.
    "vendor": Kind(
        courtesy_days=90, courtesy_days_sole=90, prefers="month_end", affects_patients=False, asks_sole=False,
        traps=("export",),
        transfer=_items(
            ("enrollments", "both", 45),
            ("claims_run_out", "both", 45),
            ("data_export", "them", 30),
            ("export_check", "me", 21),
            ("user_access", "me", 14),
            ("open_claims", "them", 14),
            ("access_property", "both", 0),
            ("recurring_payments", "me", 0),
            ("data_return", "them", -120),  # a billing vendor needs the data until old claims have run out
        )),
    "consulting": Kind(
        courtesy_days=30, courtesy_days_sole=30, prefers="month_end", affects_patients=False, asks_sole=False,
        traps=("tail",),
        transfer=_items(
            ("deliverables", "me", 21),
            ("other_advisers", "me", 14),
            ("materials_license", "both", 14),
            ("prepaid_credit", "both", 14),
            ("closing_call", "both", 7),
            ("papers_returned", "both", 0),
            ("final_invoice", "me", 0),
        )),
    # A patient never takes the ordinary flow; these numbers are a floor for the patient steps.
    "patient": Kind(
        courtesy_days=30, courtesy_days_sole=90, prefers="any", affects_patients=True, asks_sole=False,
        traps=(),
        transfer=_items(
            ("carrier_call", "me", 30),
            ("written_notice", "me", 30),
            ("care_options", "me", 30),
            ("urgent_needs", "me", 30),
            ("refills", "me", 14),
            ("records_sent", "both", 14),
            ("pending_results", "me", -7),
            ("prepaid_refund", "me", -14),
        )),
    "other": Kind(
        courtesy_days=60, courtesy_days_sole=90, prefers="any", affects_patients=True, asks_sole=True,
        traps=("privileges", "introductions", "tail"),
        transfer=_items(
            ("interim_cover", "them", 45),
            ("service_map", "me", 21),
            ("open_items", "me", 14),
            ("hand_off_meeting", "both", 14),
            ("unwritten_favors", "me", 14),
            ("records_contact", "me", 7),
            ("access_property", "both", 0),
            ("final_invoice", "me", 0),
        )),
}  # fmt: skip
"""Every kind of client by the name that is stored as the answer to "what kind of client is this"."""
