# A change of mind half-way: what rested on the old answer is shown before it is asked again

@ 2026-11-22 20:30 America/Chicago
answers:
    consent: yes
    client_name: Maple Grove
    kind: nursing home
    story: my clinic day went to somebody else and nobody asked
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
    client_reply: they agree
...
until: answer_questions
B: Wednesday 3 February 2027
P: /status
B: Maple Grove
B: Set notice
B: Wednesday 3 February 2027
P: change an answer
B: part
P: set notice
B: Days of notice
P: days of notice
B: 60
step: set_notice
P: 90
B: rested on
B: the contract's notice: Wednesday 3 March 2027  ← decides
B: That makes Wednesday 3 March 2027
B!: Keep it as it is
P: propose this date
step: set_notice
...
until: closed
B: Wednesday 3 March 2027
plan: Last day: Wednesday 3 March 2027
plan: My last day of service will be Wednesday 3 March 2027.
