# A billing vendor: the owner is the customer, and the data comes first

@ 2026-11-24 06:50 America/Los_Angeles
P: fine
P: QuickClaim
P: billing company
P: denials up, nobody answers, i pay them six percent to be ignored
P: 5
P: this week
P: know every friday what came in
answers:
    score_fit: 0, i know less than before
    score_money: 1, six percent of too little
    score_energy: 1, my manager cries on fridays
    score_values: 2, fine i guess
    score_fixable: 0, asked in may, asked in august
    score_exposure: 2, all my claims sit with them
    without_event: same
    reason: I'm bringing the billing in house.
    sleep_on_it: go on now
    my_name: Dr. T. Reyes
    contract: somewhere
    notice_days: don't know
    clause: skip
    method: i don't know
    deemed_days: dunno
    send_on: 1 december
...
until asked: leaning
B: 4 of 16
B: parting ways.
P: agree
...
until asked: proposal
B: Tuesday 8 December 2026
B: decent notice for this kind of client: Monday 1 March 2027  ← decides
B: Wednesday 31 March 2027
B: provisional
P: ok
P: not yet
P: I ask for the export date and nothing else
B: [clause]
B: full export of our data
B: Still to fill in before it can go: the clause
P: it stands
B: 15 questions
answers:
    date_reply: agreed
...
until: closed
B: Wednesday 31 March 2027
plan: Provisional until the notice clause is read
plan: I'm bringing the billing in house.
plan: full export of our data
