# The plan comes to her, one line at a time, for as long as she wants it

@ 2026-11-22 20:30 America/Chicago
answers:
    consent: yes
    client_name: Maple Grove
    kind: nursing home
    leaning: differently
    own_decision: part ways
    sleep_on_it: go on
    reason: I'm keeping my Tuesdays for the outpatient clinic.
    proposal: 1
...
until: closed
P: /reminders
B: the day of notice
B: Close the list
P: [Add a moment that sets me off]
P: when they ignore me
B: day
P: every month-end, when the remittance comes
B: before
B: when the remittance comes
P: /settings
B: Time zone: Chicago
P: time zone
P: i'm in denver this winter
B: Denver
P: 1
B: Time zone: Denver
P: quiet
P: 9 pm to 7 am
B: 9:00 p.m. to 7:00 a.m.
P: done

// The word before the moment, and a line of the plan. Neither takes her away from what was asked.
@@ 2026-11-30 09:00 America/Denver
B: when the remittance comes
B!: Welcome back
@@ 2026-12-04 09:00
B: the day of notice
B: names and questions
step: closed
P: [Tomorrow morning]
B: tomorrow, 9:00 a.m.
@@ 2026-12-05 09:00
B: Answer what they have asked so far

// She moves the rest, a little, and then has had enough.
P: /reminders
B: no new work
P: [Turn all of them off]
B: off
@@ 2027-04-01 12:00
B!: Maple Grove
