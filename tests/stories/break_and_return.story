# A break, and what comes after it

@ 2026-12-03 19:20 America/Chicago
P: i agree
P: Riverside
P: medical group
P: they're lovely. i'm six weeks out from back surgery and can't keep up with anybody
P: 3
P: nothing in particular
P: get strong again, keep the practice small
answers:
    score_fit: 3, good work
    score_money: 3, fair
    score_energy: 1, i fall asleep at red lights
    score_values: 4, the best doctors i know
    score_fixable: 3, they'd do anything
    score_exposure: 2, a fifth
    temporary: yes
    break_allowed: yes
...
until asked: leaning
B: 11 of 16
B: taking a break
P: that's about right
step: take_break
P: no clinic and no call, my tuesdays kept for me
B: tuesdays kept for you
P: my partner reads what comes in
P: end of march
B: Wednesday 31 March 2027
P: yes
P: if they ask for just one clinic i send them my partner's number
step: closed
B: Wednesday 31 March 2027
plan: no clinic and no call, my tuesdays kept for me
plan: Decided: take a break

@ 2027-04-01 18:30
B: 118 days
B: The day we set has come
P: look again
step: decide
B: The sum again
P: change a score
B: energy: 1
P: energy
B: 1
P: 3, i sleep again
B: 13 of 16
B: keeping this client
P: that's about right
step: keep
P: no clinic after four on fridays
...
until: closed
plan: Decided: keep this client
plan: no clinic after four on fridays
