"""Reminders: what waits is a function of the person, their cases and the time, computed after every turn.

wall.py        wall clocks and instants, quiet hours
kinds.py       what there is to be reminded of: a row for each kind, when it comes and what it says
planning.py    from there to the reminders that wait
arriving.py    a reminder came due; its buttons
moments.py     moments that come round, read out of words
times.py       a time in words: "tomorrow at 9"
menus.py       /reminders
settings.py    /settings
"""
