# Three days became three weeks: the pause waited, and nothing was sent

@ 2026-11-22 21:00 America/Los_Angeles
P: yes
P: Pacific Ortho
P: medical group
P: He just hung up on me. I'm done with them forever, I'm so angry I'm shaking, and I'm posting the whole thing on LinkedIn tonight with their name
step: hold
B: 0 to 10
P: 8
B: in this sitting
P: three days
P: leave
P: 9
P: the word for it
P: humiliated
B: humiliated
P: enough
@ 2026-12-14 10:00
B: The pause is over
P: i don't know
P: 3
P: 8
B: still up there
P: go on now
step: reflect
