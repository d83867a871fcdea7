# Questions to the coach in the middle of it are answered, and never kept as answers

@ 2026-12-02 20:00 America/Chicago
P: yes
P: it’s Oakdale Manor
B: Oakdale Manor, then
P: nursing home
P: they gave my day away without a word
P: 5ish
P: can i just send it tonight?
B: You can
P: longer
P: how long is my notice?
B: when we set the date
P: what did i say about money
B: /plan
P: home by six
B: home by six
P: it's the evenings not the money
B: the evenings not the money
P: no, its 3 not 2
B: put it right
P: I want to change an answer
B: From which part
step: reflect
