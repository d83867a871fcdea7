# Harassment, said in the reflection: the leave-now track, and no question about their own part

@ 2026-12-01 22:00 America/Chicago
P: i agree
P: Cedar
P: nursing home
P: i'm so tired of that place i could sleep in the car
P: 8
P: longer
P: keep good people and get home
...
until asked: conduct
P: yes
step: safety
B: safe
B!: 0 to 10
B!: tomorrow
P: i'm safe, at home
P: harassment
B: alone in a room
B: dated record
B: counsel today
B: help now
P: show the steps again
B: dated record
step: safety
P: i'm safe and counsel is involved, go on with notice
step: reflect
answers:
    safety_next: go on
...
until: decide
B!: helped this get where it is
B!: tell the story
B!: break work for you
step: decide
