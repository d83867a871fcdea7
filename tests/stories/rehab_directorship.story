# An inpatient rehab directorship: two raises refused, and a long way out

@ 2027-01-02 21:15 America/Denver
P: sure
P: St Brendan
P: rehab director
P: i direct the rehab unit. asked for more money twice, got a fruit basket. weekend call is wrecking home
P: 6 or 7, say 6
B: 6
P: goes back months
P: be home on weekends before the kids are gone
answers:
    costs: every second weekend; my marriage, honestly
    take_a_break: they'd never allow it
    smallest_change: no weekend call
    fair_price: twice what they pay, asked twice
    narrower_scope: the weekend call
...
until: decide
P: 2
...
until asked: score_money
P: 2
...
until asked: score_energy
P: 0
...
until asked: score_values
P: 2
...
until asked: score_fixable
P: 1
...
until asked: score_exposure
P: 4, it's 34 % of everything
P: no
B: Goal 2, money 2, energy 0, values 2: 6 of 16. Fixable 1, exposure 4.
B: fixability at 2 would lean towards renegotiating
P: about right
P: the residents. i'll miss teaching
P: 31 december 2027
P: yes
P: credentials at the county hospital
P: i've reached the limit of what i can do well here
P: yes
P: I say that this is all of it and go to the plan
answers:
    sleep_on_it: go on now
    my_name: Dr. L. Whitford
    contract: in front of me
    notice_days: 120
    days_kind: calendar
    clause: 4.1
    method: certified
    deemed_days: 3
    own_earliest: don't know
    send_on: 4 january 2027
    client_reply: they want another date
    client_counter: end of january
    client_counter_settled: hold
...
until asked: proposal
B: Thursday 7 January 2027
B: decent notice for this kind of client: Tuesday 4 May 2027
B: the contract's notice: Friday 7 May 2027  ← decides
B: Friday 7 May 2027
P: that works
P: they want another date
P: 29 january
B: Friday 29 January 2027
P: yes
B: Friday 7 May 2027
B: in writing
P: hold
B: Friday 7 May 2027 stands
answers:
    date_reply: agreed
...
until: closed
plan: Last day: Friday 7 May 2027
plan: I've reached the limit of what I can do well here.
plan: credentials at the county hospital
plan: Out by Friday 31 December 2027
