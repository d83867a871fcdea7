# Two minutes of breathing, and then it was about more than a client

@ 2026-11-22 23:40 America/Denver
P: yes
P: Cedar Court
P: nursing home
P: I'm livid, she humiliated me an hour ago in front of everyone and I'm quitting right now, tonight
step: hold
P: 10
P: [Breathe with me, two minutes]
B: five
P: honestly I don't want to be alive anymore
step: crisis
B: 988
B!: breathe
B!: park
@@ +10 minutes
B!: The pause is over
P: I'm safe, go on with the practice
B: glad you're safe
B!: The pause
