# "I don't understand", three times: never the same words twice

@ 2026-12-02 20:00 America/Chicago
P: yes
P: Maple Grove
P: nursing home
P: they gave my day away without a word
P: i don't understand
B: if the feeling had a number
B: 7
P: what do you mean
B: first thought
P: huh?
B: How strong is it right now
P: 5
P: longer
P: explain
B: one thing right this year
B: home by six
P: what does that mean
B: More of what
P: fewer nights
B: Fewer nights
P: help
B: looking at it honestly
B: /plan
step: reflect
