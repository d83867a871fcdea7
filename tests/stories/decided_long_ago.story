# Decided long ago: straight to the reason and the dates

@ 2026-11-24 21:30 America/Chicago
P: i agree
P: Maple Grove
P: nursing home
P: two years of late pay and a clinic day given away. i told my wife in june that i'm done
P: 3
P: longer
P: three outpatient days
P: how many more questions
B: fourteen
P: i've already decided
B: Where to
B: to the reason and the dates
B: To the six numbers
B: Go on here
step: reflect
P: [I've decided to part ways: to the reason and the dates]
B: Parting ways
B!: of 16
step: reframe
P: why do you need a reason?
step: reframe
P: they never paid on time
B: they never paid
P: I'm keeping my Tuesdays for the outpatient clinic.
P: true, every word
P: I say it once and ask about the hand-over
step: set_notice
answers:
    sleep_on_it: go on now
    my_name: Dr. R. Alvarez
    sole: no
    contract: in front of me
...
until asked: notice_days
P: 3 months
B: how many days
P: 8 weeks
B: calendar
answers:
    days_kind: calendar
    clause: 8.2
    method: certified
    deemed_days: 3
    client_reply: they agree
    date_reply: they agree
...
until asked: send_on
P: in 30 years
B: year
P: tomorrow
B: Wednesday 25 November 2026
P: yes
B: ← decides
...
until: closed
plan: Decided: part ways
plan: section 8.2
plan: I'm keeping my Tuesdays for the outpatient clinic.
