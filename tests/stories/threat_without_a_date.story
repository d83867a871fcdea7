# A threat before any date is set: the shortest exit message has no hole in it

@ 2026-12-01 19:40 America/Chicago
P: yes
P: Cedar
P: nursing home
P: he followed me to my car and said he knows where my kids go to school
step: safety
P: i'm safe right now
P: somebody could get hurt
P: the shortest exit message
B: I'm unable to continue
B!: [exit date]
