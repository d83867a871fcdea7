# Two clients side by side, and each keeps its own place

@ 2026-11-22 20:30 America/Chicago
P: yes
P: Maple Grove
P: nursing home
P: they gave my day away and let me find out from a nurse
P: 4
P: longer
P: three outpatient days
P: /new
B: call this client
P: QuickClaim
P: billing
P: denials up and nobody picks up the phone over there
P: 2
P: longer
B: three outpatient days
P: still
step: reflect
P: /cases
B: QuickClaim
B: Maple Grove
P: maple grove
B: Maple Grove
B!: QuickClaim
step: reflect
P: i can't plan a single month
P: /status
B: So far, with Maple Grove
B: three outpatient days
P: /cases
P: quickclaim: reflect
B: QuickClaim
P: my biller quit over it
P: /plan
B: The plan for QuickClaim
B: three outpatient days
B!: Maple Grove
B!: found out from a nurse

@ +2 days
step: reflect
P: /cases
P: 2
B: Maple Grove
plan: three outpatient days
