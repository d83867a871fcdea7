# Another person's life is in danger: what to do for them comes first, and the place is kept

@ 2026-11-30 20:00 America/New_York
P: ok
P: Maple Grove
P: nursing facility, I consult
P: they cut my rate again, in writing
P: 3
P: my partner just texted me that he can't go on and has his gun out
B: 911
B: don’t leave them alone
step: reflect
P: I'm back, he's with his brother and the crisis team
step: reflect
