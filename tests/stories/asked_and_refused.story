# Renegotiated: asked once in writing, refused, and then parted

@ 2026-11-30 20:00 America/New_York
P: ok
P: Elm Street Ortho
P: ortho group
P: they send good patients but every one of them at five on a friday
P: 3
P: longer
P: fridays off by june
answers:
    score_fit: 1, fridays
    score_money: 3, pays well
    score_energy: 2, tiring
    score_values: 3, good doctors
    score_fixable: 2, never asked
    score_exposure: 2, a fifth
...
until asked: leaning
B: Goal 1, money 3, energy 2, values 3: 9 of 16. Fixable 2, exposure 2.
B: renegotiating
P: agree
step: renegotiate
P: I'd like referrals to reach us by wednesday noon
B: Referrals to reach
P: the time stamp on each fax
P: in 45 days
B: Thursday 14 January 2027
P: yes
P: if they say it's the surgeons then i ask which surgeon i can call
B: I'd like referrals to reach us by wednesday noon
B: Thursday 14 January 2027
P: i'll send it myself
B: Thursday 14 January 2027
P: still waiting
B: Thursday 14 January 2027
step: renegotiate

@ +46 days
B: 46 days
step: renegotiate
P: they said no
B: fixable
step: decide
B: 2
P: 0, asked in writing, refused
B: parting ways
P: agree
step: decide
P: the friday cases, some of them are beautiful
step: reframe
P: I'm keeping my Fridays free for my own clinic.
P: true
P: I say it once and talk about the hand-over
answers:
    sleep_on_it: go on now
    my_name: Dr. P. Lindqvist
    contract: nothing in writing
    send_on: in 7 days
    client_reply: they agree
...
until: closed
plan: Decided: part ways
plan: I'm keeping my Fridays free for my own clinic.
plan: (agreed)
