# He was furious and in danger: no pause was ever offered

@ 2026-11-22 20:15 America/Chicago
P: yes
P: Lakeside
P: hospital
P: I'm furious and I'm quitting right now. He grabbed my arm in the hallway an hour ago and said he knows where I park
step: safety
B: slow you down
B!: 0 to 10
B!: Park it
P: i'm safe right now
P: somebody could get hurt
B: police
