# Somebody who skips nearly everything still gets an honest ending

@ 2026-12-02 23:30 America/Chicago
P: ok
P: skip
B: leave that open
P: skip
B: do need it
P: something else
P: skip
P: 4
P: skip
P: sleep, mostly
B: Sleep, mostly
P: idk
P: pass
B: not sure is an answer
P: no idea
P: rather not say
P: skip
P: skip
P: don't know
P: dunno
P: next
P: skip this one
P: skip
P: i don't know
P: skip
P: skip
step: decide
P: skip
P: skip
P: skip
P: skip
P: skip
P: skip
P: skip
B: Missing
B!: leans towards
P: i'll find out first
step: undecided
P: skip
P: skip
P: skip
P: skip
P: skip
P: leave it until then
B: rests
plan: not decided yet
plan: sleep, mostly

@ +3 weeks
B: 21 days
step: undecided
P: look now
P: 3
step: decide
B: fit
