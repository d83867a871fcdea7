# Furious at ten at night: parked, and seen with other eyes in the morning

// The pause ends while nobody is looking; its end comes by itself, once.

@ 2026-11-22 22:10 America/Chicago
P: yes
P: Maple Grove
P: nursing home
P: I'm furious. An hour ago they gave my clinic away without a word, and I'm sending the resignation right now, before I change my mind.
step: hold
B: 0 to 10
P: 9
B: the version they'll keep
P: [Park it until the morning]
B: if you had to decide this minute
P: leave
P: 10
B: pick one
P: only the facts
B: camera
P: at nine the schedule came by email. my name wasn't on it. i called and nobody answered
P: enough for now
B: tomorrow, 7:00 a.m.
B: not sent
P: [Leave it resting]
B: 7:00 a.m.
@@ 2026-11-23 07:00
B: The pause is over
B: not sent
P: change something
P: 6
P: 4
B: decision: leave, and now change something
B: how sure: 10, and now 6
B: how strong: 9, and now 4
B: cooler
step: reflect
P: /why
B: The last time I slowed down
