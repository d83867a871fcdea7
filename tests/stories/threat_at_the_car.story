# A threat in the middle of the rehearsal: leaving now, in the shortest words there are

@ 2026-12-01 19:40 America/Chicago
answers:
    consent: yes
    client_name: Cedar
    kind: nursing home
    score_fit: 1, fridays
    score_money: 1, late
    score_energy: 1, tired
    score_values: 2, fine
    score_fixable: 1, asked twice
    score_exposure: 2, some
    reason: I'm keeping my Tuesdays for the outpatient clinic.
    sleep_on_it: go on now
    my_name: Dr. R. Alvarez
    contract: in front of me
    notice_days: 60
    clause: 8.2
    method: certified
    deemed_days: 3
    send_on: 7 december
...
until: answer_questions
P: he followed me to my car again and said he knows where my kids go to school
step: safety
B!: of 6
B: safe
P: i'm safe right now
P: somebody could get hurt
B: police
B: help now
P: the shortest exit message
B: I'm unable to continue, effective Wednesday 10 February 2027
B!: Tuesdays
step: safety
P: go on
step: answer_questions
B: leaving
