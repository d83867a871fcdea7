# Words that were taken for danger, and were none: one sentence leads back, and "safe" is understood

@ 2026-12-02 20:00 America/Chicago
P: yes
P: Maple Grove
P: nursing home
P: he threatened me with a knife
step: safety
B: somewhere safe
P: what is this
B: sure
B!: 911
P: im home now with the door locked
B: which comes closest
P: nobody hurt. it is only a report
B: Back to where we were
step: client

P: he said he would wait for me with a gun tonight
step: safety
P: hmm
B: 911
step: safety
