# Kept, with one small change: one shouting match after four good years

@ 2026-11-22 23:05 America/Chicago
P: yes
P: Lakeside
P: hospital
P: four great years and yesterday the chief screamed at me in front of the residents. i want OUT
B: screamed at you
P: 9
B: 9
P: yesterday
step: hold
P: i have slept on it once already, and i want to go through it now
B: go
step: reflect
P: teach, and do the consults i like
...
until: decide
P: 4, it is half of what i want
P: 3, fair and on time
P: 3, most days i come home happy
P: 3, good people
P: 3, he apologizes if you tell him
P: 3, a third of our work
P: no
P: same
B: first look
B: Goal 4, money 3, energy 3, values 3: 13 of 16. Fixable 3, exposure 3.
B: keeping this client
P: yes
step: keep
P: from monday on i eat lunch before the two o'clock meeting
B: before the two o'clock meeting
P: if he shouts again i say we'll talk at four and leave the room
P: in 90 days
B: Saturday 20 February 2027
P: yes
step: closed
B: Saturday 20 February 2027
plan: Decided: keep this client
plan: 13 of 16
plan: i eat lunch before the two o'clock meeting
plan: we'll talk at four

@ 2027-02-21 18:00
B: back
B: still hold
P: it holds
B!: sum
step: closed
P: send the chief's assistant a card
B: card
plan: send the chief's assistant a card
