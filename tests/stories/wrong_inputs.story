# Everything that can be typed wrong, and nothing is lost

@ 2026-12-02 20:00 America/Chicago
P: (picture)
B: words
P: maybe
B: couldn't match
P: 7
B: 1 to 3
P: ok
P: 12345
B: words
P: 🙂🙂🙂
B: a word or two
P:
B: nothing arrived
P: x \u0007\u0000 y
B: X
P: 15 or so
B: 15
P: (picture)
step: client
P: nursing home
P x3000: tell me
B: characters
P: они забрали мой вторник
B: они забрали мой вторник
P: 11
B: 0 to 10
P: -3
B: 10
P: seven
B: 7
P: /nonsense
B: /help
P: longer
P: 37
B: words for this one
P: 3 days outpatient
B: 3 days outpatient
...
until: decide
P: 5
B: 4
P: 2.25
B: half
P: 3,5
...
until: decide
answers:
    score_money: 1, late
    score_energy: 1, tired
    score_values: 0, fights
    score_fixable: 0, asked twice
    score_exposure: 2, some
    reason: I'm keeping my Tuesdays for the outpatient clinic.
    sleep_on_it: go on now
    contract: nothing in writing
...
until asked: send_on
P: soonish
B: didn't catch a date
P: 3 march 2020
B: behind us
P: 4/5/27
B: two ways
P: another day
P: end of january
B: Sunday 31 January 2027
P: another day
P: 7 december
B: Monday 7 December 2026
P: yes
B: Courtesy decided
P: hmm
B: 1 to 2
P: propose
step: set_notice
P: /cancel
B: back
step: set_notice
