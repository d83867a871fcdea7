"""Which questions each kind of client asks in the rehearsal, and where the traps lie.

Only the names of cards stand here. Their words are in `content/<language>/deck.toml`.
"""

from __future__ import annotations

_DECKS: dict[str, tuple[str, ...]] = {
    "snf": (
        "why_leaving", "who_covers_monday", "what_did_we_do_wrong", "is_it_me",
        "patients_in_treatment", "therapists_orders", "pumps_injections_prescriptions",
        "census_will_suffer", "stay_if_we_pay_more", "stay_until_replaced", "going_to_a_competitor",
        "did_someone_complain", "who_tells_the_patients", "can_we_hire_your_np",
        "abandoning_our_patients", "after_everything_we_did",
    ),
    "snf_director": (
        "why_leaving", "is_it_me", "quality_committee", "what_about_the_survey", "stay_past_the_survey",
        "who_signs_policies", "stay_as_consultant_only", "can_our_own_doctors_do_it",
        "know_anyone_who_would_take_it", "stay_if_we_pay_more", "wait_six_months",
        "the_contract_says_you_cannot", "did_someone_complain", "bill_for_the_notice_period",
        "what_do_i_tell_leadership", "sign_this_today",
    ),
    "irf": (
        "why_leaving", "prescreens_next_week", "team_conference", "give_us_four_months",
        "patients_in_treatment", "who_takes_holiday_call", "what_did_we_do_wrong",
        "stay_if_we_pay_more", "will_referral_sources_follow", "what_about_the_survey",
        "know_anyone_who_would_take_it", "keep_privileges", "the_contract_says_you_cannot",
        "abandoning_our_patients", "what_do_i_tell_leadership", "leave_today",
    ),
    "hospital": (
        "why_leaving", "who_covers_monday", "who_takes_holiday_call", "stay_if_we_pay_more",
        "what_if_we_fix_it", "part_time_or_telehealth", "is_it_me", "patients_in_treatment",
        "pending_reports_and_authorizations", "who_tells_the_surgeons", "can_our_own_doctors_do_it",
        "going_to_a_competitor", "keep_privileges", "the_contract_says_you_cannot",
        "sign_this_today", "leave_today",
    ),
    # The client most likely to stay a source of referrals: tone before terms.
    "group": (
        "why_leaving", "leaving_us_or_medicine", "did_we_send_too_few", "still_see_our_patients",
        "where_do_we_send_emgs", "pending_reports_and_authorizations", "is_it_the_money",
        "unhappy_for_a_while", "what_if_we_fix_it", "stay_until_replaced", "can_we_hire_your_np",
        "still_refer", "who_keeps_records_and_equipment", "what_will_you_say_about_us",
        "after_everything_we_did", "reach_you_afterwards",
    ),
    "payer": (
        "why_leaving", "effective_date_every_site", "members_in_active_treatment",
        "who_notifies_members", "is_it_the_money", "stay_if_we_pay_more",
        "stay_through_open_enrollment", "wait_six_months", "out_of_every_product",
        "the_contract_says_you_cannot", "pending_reports_and_authorizations",
        "claims_after_the_last_day", "what_will_you_say_about_us", "what_do_i_tell_leadership",
        "reach_you_afterwards",
    ),
    "workers_comp": (
        "why_leaving", "status_of_each_open_claim", "patients_in_treatment",
        "who_becomes_treating_physician", "will_reports_be_late", "when_is_mmi",
        "clear_them_before_you_go", "pumps_injections_prescriptions", "who_tells_the_patients",
        "is_it_the_money", "did_something_happen", "stay_if_we_pay_more", "stay_until_replaced",
        "know_anyone_who_would_take_it", "stop_paying_now", "reach_you_afterwards",
    ),
    "ime": (
        "why_leaving", "examinees_covered", "every_report_before_you_go", "testify_on_past_reports",
        "what_did_we_do_wrong", "is_it_the_money", "did_something_happen", "stay_if_we_pay_more",
        "one_more_exam_day", "going_direct", "know_anyone_who_would_take_it",
        "the_contract_says_you_cannot", "stop_paying_now", "who_keeps_records_and_equipment",
        "sign_a_release", "reach_you_afterwards",
    ),
    # A live case may not allow an exit at all, so the case comes before the reasons.
    "attorney": (
        "finish_this_case", "why_leaving", "opinion_changing", "are_you_conflicted",
        "expert_deadline", "did_something_happen", "what_did_we_do_wrong", "is_it_the_money",
        "stay_if_we_pay_more", "testify_on_past_reports", "know_anyone_who_would_take_it",
        "what_happens_to_the_file", "what_is_left_of_the_retainer", "sign_a_release",
        "reach_you_afterwards",
    ),
    "agency": (
        "complete_the_assignment", "why_leaving", "who_covers_monday", "what_did_we_do_wrong",
        "is_it_the_money", "stay_if_we_pay_more", "take_one_more_assignment", "stay_until_replaced",
        "going_direct", "buy_out_fee", "going_to_a_competitor", "the_contract_says_you_cannot",
        "know_anyone_who_would_take_it", "after_everything_we_did", "sign_a_release",
    ),
    # Here the owner is the customer, so the money and the leverage run the other way.
    "vendor": (
        "why_leaving", "what_did_we_do_wrong", "is_it_the_money", "stay_for_a_discount",
        "what_if_we_fix_it", "is_it_me", "going_to_a_competitor", "owe_us_the_rest_of_the_term",
        "when_does_billing_stop", "who_works_the_old_claims", "who_pays_for_the_export",
        "when_do_we_delete_your_data", "give_us_a_reference", "what_will_you_say_about_us",
    ),
    "consulting": (
        "why_leaving", "what_did_we_do_wrong", "is_it_me", "finish_the_project", "owed_a_refund",
        "keep_the_templates", "how_does_the_hand_over_work", "stay_if_we_pay_more",
        "stay_until_replaced", "unhappy_for_a_while", "going_to_a_competitor",
        "know_anyone_who_would_take_it", "what_arent_you_telling_us", "give_us_a_reference",
        "sign_a_release", "reach_you_afterwards",
    ),
    "other": (
        "why_leaving", "what_did_we_do_wrong", "is_it_the_money", "is_it_me",
        "how_does_the_hand_over_work", "patients_in_treatment", "stay_if_we_pay_more",
        "stay_until_replaced", "wait_six_months", "going_to_a_competitor",
        "the_contract_says_you_cannot", "bill_for_the_notice_period", "what_arent_you_telling_us",
        "what_do_i_tell_leadership", "sign_this_today", "reach_you_afterwards",
    ),
}  # fmt: skip

COUNTER_OFFER = "counter_offer"
"""The card that every talk may come to, whoever it is with: an offer, made to be bargained over."""

DECKS: dict[str, tuple[str, ...]] = {kind: (*cards, COUNTER_OFFER) for kind, cards in _DECKS.items()}
"""For each kind of client the cards in order of asking: how such a talk runs, the dreaded ones early
enough to be met, and the counter-offer last. A patient has no deck, because ending care isn't rehearsed
as a business talk."""

BARGAIN_TRAPS: frozenset[str] = frozenset({
    COUNTER_OFFER, "stay_if_we_pay_more", "what_if_we_fix_it", "stay_for_a_discount", "buy_out_fee",
    "is_it_the_money",
})  # fmt: skip
"""Cards where a number, an "if" or a "depends" is already half a yes."""

COMMITMENT_TRAPS: frozenset[str] = frozenset({
    COUNTER_OFFER, "stay_if_we_pay_more", "what_if_we_fix_it", "stay_until_replaced", "part_time_or_telehealth",
    "wait_six_months", "the_contract_says_you_cannot", "owe_us_the_rest_of_the_term",
    "give_us_four_months", "leave_today", "sign_this_today", "who_takes_holiday_call",
    "stay_past_the_survey", "stay_as_consultant_only", "who_signs_policies",
    "pumps_injections_prescriptions", "still_see_our_patients", "examinees_covered",
    "when_is_mmi", "clear_them_before_you_go", "testify_on_past_reports", "finish_this_case",
    "what_is_left_of_the_retainer", "bill_for_the_notice_period", "stop_paying_now",
    "owed_a_refund", "sign_a_release", "keep_privileges", "stay_through_open_enrollment",
    "out_of_every_product", "claims_after_the_last_day", "one_more_exam_day",
    "complete_the_assignment", "buy_out_fee", "take_one_more_assignment", "stay_for_a_discount",
    "who_works_the_old_claims", "who_pays_for_the_export", "keep_the_templates",
    "finish_the_project", "still_refer", "give_us_a_reference", "can_we_hire_your_np",
})  # fmt: skip
"""Cards where the trap is agreeing on the spot: to more time, other terms, a fee, a signature, an
opinion or a favor that nobody has read or slept on."""

DENIAL_TRAPS: frozenset[str] = frozenset({
    "is_it_the_money", "is_it_me", "unhappy_for_a_while", "did_something_happen",
    "going_to_a_competitor", "did_someone_complain", "what_arent_you_telling_us",
    "leaving_us_or_medicine", "did_we_send_too_few", "will_referral_sources_follow",
    "opinion_changing", "are_you_conflicted", "going_direct",
})  # fmt: skip
"""Cards where the trap is a quick no: it may stand only if it is true, and only the person knows."""

COVER: frozenset[str] = frozenset({
    "who_covers_monday", "who_takes_holiday_call", "patients_in_treatment",
    "abandoning_our_patients", "who_tells_the_patients", "pumps_injections_prescriptions",
    "therapists_orders", "prescreens_next_week", "team_conference", "quality_committee",
    "who_signs_policies", "what_about_the_survey", "pending_reports_and_authorizations",
    "how_does_the_hand_over_work", "still_see_our_patients", "where_do_we_send_emgs",
    "members_in_active_treatment", "who_notifies_members", "who_becomes_treating_physician",
    "status_of_each_open_claim", "will_reports_be_late", "examinees_covered",
    "every_report_before_you_go", "expert_deadline",
})  # fmt: skip
"""Cards about cover, patients and unfinished work, where an answer must give a date and a next step."""
