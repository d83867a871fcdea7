"""The coach's review: what may be read, in which order, and what coaches do with it.

    tables.py         the tables
    values.py         what the readers give
    reading.py        what may be read: the one condition that every reader goes through
    sharing.py        keeps up what is shared, flagged and searchable, as people decide and talk
    queue.py          which conversations, the gravest first
    transcript.py     a conversation: its messages, and all that stands around them
    searching.py      full-text search
    work.py           notes, tags, reviewed
    overview.py       how many there are, of what
    audit.py          who did what
    entrance.py       login links and sessions
    desk.py           all of these, for one transaction

A reader never checks by itself what it may show, and there is no second way to ask.
"""
