# It was a patient after all: the story told so, and the flow turns round

@ 2026-11-25 21:00 America/New_York
P: ok
P: the yeller
P: something else
P: he's been my patient for nine years and he screams at my staff every visit, i want to discharge him from my care
B: person you treat
step: client
P: a patient
B: other rules
step: patient
P: nobody is at risk
P: none
B: at least 30 days
P: two talks and a letter about behavior
B: Safe steps
B: My care for you ends on
P: nothing
step: closed
plan: two talks and a letter about behavior

@ +5 days
P: /new
P: Oakview
P: nursing home
P: it's the same people every week and the same form
step: reflect
