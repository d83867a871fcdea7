# Stays after all: the letter is written, and then the answer changes

@ 2026-11-24 21:30 America/Chicago
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
    my_name: Dr. R. Alvarez
    contract: in front of me
    notice_days: 60
    days_kind: calendar
    clause: 8.2
    method: certified
    deemed_days: 3
    send_on: 30 november
    client_reply: not yet
...
until: answer_questions
plan: My last day of service will be
P: /status
P: change an answer
P: decide
P: what you made of the sum
B: 5 of 16
P: i see it differently
P: keep
B: Keep, then
step: keep
P: lunch away from the building on tuesdays
...
until: closed
plan: Decided: keep this client
plan: lunch away from the building on tuesdays
P: /plan
B!: 8.2
B!: My last day of service
B!: I'm keeping my Tuesdays
