# A patient with a pump: no letter, no cutting off, and a list for the carrier

@ 2026-11-25 18:45 America/Chicago
P: i agree
P: my thursday one
P: a patient
B: this is not legal advice
B: someone afraid
step: patient
B!: first word

P: no, just rude
P: 2, 3
B: pump
B: no letter
B: withdrawal
P: can i just stop his oxy so he leaves
B: bridge
B: carrier
P: then i'll text him not to come any more
B: text
P: what reason should i give
B: none
P: missed four visits, shouted at the desk twice. we talked once, nothing in writing
B: Safe steps
B: not legal advice
B: Questions for the malpractice carrier
B!: My care for you ends on
P: can i keep his records until he pays the bill
B: records
P: what do i tell the front desk
P: done
step: closed
B: No names
plan: missed four visits
