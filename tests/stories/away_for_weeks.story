# Five weeks away in the middle of the dates, and nothing is lost

@ 2026-11-22 20:30 America/Chicago
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
...
until asked: sleep_on_it
P: tomorrow
B: Parked
step: set_notice

@ +5 weeks
B: 35 days
B: part ways
step: set_notice
P: still so
B: stand behind
P: Dr. R. Alvarez
P: pause

@ +3 days
B: does what you do
P: no
P: have to look
P: i haven't read the clause
answers:
    clause: skip
    method: certified
    deemed_days: 3
    send_on: 11 january 2027
    client_reply: agreed
    date_reply: agreed
...
until asked: proposal
B: Thursday 14 January 2027
B: provisional
...
until: closed
plan: Provisional
plan: Last day: Friday 12 March 2027
