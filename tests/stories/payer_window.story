# A health plan with a renewal: the window decides, and the plan says until when to post

@ 2026-12-01 12:40 America/New_York
P: ok
P: Harbor Health
P: hmo
P: rates are 40 percent under everybody and now i have to be in all their products
P: 4
P: longer
P: fewer plans, same income
...
until: decide
P: 1, half my portals are theirs
P: 0, forty percent under market
...
until asked: score_energy
P: 2
...
until asked: score_values
P: 2
...
until asked: score_fixable
P: 1, asked twice
P: 3, 22 percent of what we bill
P: no
B: Goal 1, money 0, energy 2, values 2: 5 of 16. Fixable 1, exposure 3.
B: parting ways, with a runway
P: agree
P: the members who drive an hour to see me
P: end of august 2027
B: 31 August 2027
P: yes
P: two more plans credentialed
P: they cut my rate twice and they don't even call back
B: they cut
P: My practice is moving to fewer plans in 2027.
P: true
P: I say it once and ask who the contact for the transition is
step: set_notice
P: 2
P: go on
P: Dr. M. Okafor, Harbor Street Rehabilitation
P: yes, in front of me
P: don't know
P: section 11.4
P: certified
P: 3
P: no
P: yes, auto
P: 1 may 2027
B: Saturday 1 May 2027
P: yes
P: 90
P: no
P: no
P: noted
P: don't know
P: 11 january
B: Monday 11 January 2027
P: yes
B: Thursday 14 January 2027
B: the day before the renewal: Friday 30 April 2027  ← decides
B: Monday 11 January 2027
B: Tuesday 26 January 2027
B: Friday 30 April 2027
B!: provisional
P: propose
P: not told
P: I come back to the date
B: section 11.4
B: I will not renew our agreement
B: The agreement will therefore end on Friday 30 April 2027.
P: yes
step: answer_questions
answers:
    date_reply: agreed
...
until: closed
B: Friday 30 April 2027
plan: post by Monday 11 January 2027, Tuesday 26 January 2027 at the latest
plan: Last day: Friday 30 April 2027 (agreed)
plan: I will not renew our agreement
