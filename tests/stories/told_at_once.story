# Somebody who tells everything before being asked: nothing is lost, and nothing is asked twice

@ 2026-11-30 22:50 America/New_York
P: The administrator at Lakeside has been late with my stipend for four months and I don't know what to do.
B: I’m keeping every word
P: ok
B: late with my stipend
P: It's the rehab unit across the river, we've worked there since 2015 and my partner is fond of the nurses.
B: that’s kept; we come straight to it
P: Lakeside
B: Lakeside
P: rehab unit, and as I said the stipend comes late while my partner worries about January
step: reflect
P: 4

# Heated words beside a choice are heard as well.
@ +1 day
P: /new
P: Birch Manor
P: a nursing facility, I consult there, they cut my rate by text tonight and i'm resigning before midnight, screw the contract
B: 0 to 10
step: hold
