# A dark sentence in the middle of the dates: everything else stops, and waits

@ 2026-11-29 23:40 America/Chicago
answers:
    consent: yes
    client_name: Maple Grove
    kind: nursing home
    score_fit: 1, fridays
    score_money: 1, late
    score_energy: 1, tired
    score_values: 2, fine
    score_fixable: 1, asked twice
    score_exposure: 2, some
    reason: I'm keeping my Tuesdays for the outpatient clinic.
    sleep_on_it: go on now
    contract: in front of me
...
until asked: notice_days
P: 60 i think. honestly i dont want to be alive anymore
B: 988
B: practice can wait
B!: calendar
step: crisis
P: i don't know. it's just so much
B!: calendar
B!: skip
step: crisis
P: /plan
step: crisis
P: 60
B!: calendar
step: crisis

@ +2 hours
B!: Good to have you back
step: crisis
P: i'm safe
step: set_notice
B: glad you're safe
B: how many days
B!: alive
P: 60
B: Calendar
step: set_notice
