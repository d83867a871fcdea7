# Maple Grove: from the first angry word at night to the last plan

// A nursing facility with a third of the income: parting, with a runway.

@ 2026-11-22 22:10 America/Chicago
B: Good Terms
B: never name a patient
B: terms
step: welcome

P: [I agree, let's begin]
P: maple grove
B: Maple Grove
P: nursing home
P: honestly done with maple grove. they gave my tuesday clinic to some locum WITHOUT TELLING ME. writing the email now
B: the email now
B: 0 to 10
step: hold
P: 8
B: the version they'll keep
P: two minutes
B: five
P: stop here
B: the number now
P: 5
B: how strong: 8, and now 5
B: cooler
step: reflect
P: today
P: three outpatient days and home by six
B: three outpatient days and home by six
P: i found out from a nurse in the hallway that my tuesdays are gone
B: your tuesdays are gone
P: nope
P: volume i guess
   and Donna the DON, she's great
B: Volume
B: Donna the DON
P: thats it
answers:
    revenue_share: 34%
    runway_months: 4
    costs: every sunday night
    take_a_break: no, a break would change nothing
    smallest_change: my tuesdays back, in writing
    fair_price: the price is ok
    narrower_scope: the saturday rounds
...
until asked: summary
B: Donna the DON
B: three outpatient days and home by six
P: right
...
until: decide
step: decide
P: 1, they took the one day i built the week around
P: 1
...
until asked: score_energy
P: zero
...
until asked: score_values
P: 2, good therapists
P: 1, asked in march and june
P: 4
...
until asked: temporary
P: no
P: same
B: first look
B: Goal 1, money 1, energy 0, values 2: 4 of 16. Fixable 1, exposure 4.
B: parting ways, with a runway
B: not a verdict
P: that's about right
P: donna, and the stroke cases
B: Donna, and the stroke cases
P: end of june 2027
B: Wednesday 30 June 2027
P: yes
P: two outpatient days signed at northside
step: reframe

P: because they never listen and i'm sick of their lies
B: they never
B!: Would every word
P: just say i'm moving to florida lol
B: or your own
P: i want my tuesdays for the outpatient clinic
P: true, every word
P: i say it once more and ask about the hand-over
step: set_notice

P: 5
B: tomorrow
P: tomorrow
B: Parked
@ +1 day
B: back
B: part ways
P: still so
B: two days
P: Dr. R. Alvarez, Northside Rehabilitation
P: yes im the only one
P: have it in front of me
P: 60
P: just days
P: 8.2
P: certified mail
P: 3
P: over
P: doesn't renew
P: yes, two reports
P: 15 january 2027
B: Friday 15 January 2027
P: y
P: yes, two pumps
P: end of february
B: 28 February 2027
P: yes
...
until asked: own_earliest
B: two outpatient days signed
P: 1 may 2027
B: Saturday 1 May 2027
P: yes
P: 30 november
B: Monday 30 November 2026
P: yes
B: Thursday 3 December 2026
B: promised work done: Friday 15 January 2027
B: the contract's notice: Monday 1 February 2027
B: your own earliest: Saturday 1 May 2027  ← decides
B: Wednesday 5 May 2027
P: propose
P: not yet
P: if they push on the date i say it once and ask who leads the hand-over
B: section 8.2
B: My last day of service will be Wednesday 5 May 2027.
B: I want my tuesdays for the outpatient clinic.
P: it stands
step: answer_questions

B: After
P: you never gave me a choice, you gave away my clinic
B: 6
B: you
P: once more
P: I've decided to give my tuesdays to the outpatient clinic. My last day is 5 May, and I'll bring a hand-over plan on Friday.
B: 6 of 6
P: push me
P: It's where my practice is going. My last day stays 5 May. Can we go through the cover list?
B: 6 of 6
P: enough for now
P: i breathe out and go back to the date
step: hand_off
...
until: closed
answers:
    date_reply: they agree
B: 5 May 2027
plan: three outpatient days and home by six
plan: 4 of 16
plan: Out by Wednesday 30 June 2027
plan: I want my tuesdays for the outpatient clinic.
plan: Last day: Wednesday 5 May 2027
plan: My last day of service will be Wednesday 5 May 2027.

@ 2027-06-07 19:30
B: back
step: debrief
...
until: closed
plan: LOOKING BACK
