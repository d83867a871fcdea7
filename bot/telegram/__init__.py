"""The Telegram channel: the same conversation on a phone, with nothing lost.

    intake.py      updates in: polled, committed, and only then confirmed
    webhook.py     the same updates, pushed
    events.py      what an update means
    plain.py       the commonest one, without the library
    unread.py      what is kept of one that makes no sense
    sender.py      messages out: in order per person, at a pace that Telegram takes
    marks.py       what became of them, on its way to disk
    delivery.py    one message, as a call
    elsewhere.py   what another process says through the same outbox
    bulk.py        what nobody waits for, at a pace of its own
    pace.py        how fast one chat, and all of them, may be written to
    inviting.py    codes and links for the coaches who invite
    keyboards.py   buttons: the chosen one shown, old ones gone
    rendering.py   replies as Telegram wants them
    markup.py      days in the reader's own format, long quotations folded
    setup.py       commands, menu button, name, descriptions
    transport.py   HTTP
    run.py         all of it together
    doctor.py      what is wrong, in plain words

Nothing outside this package knows the library `telegram`.
"""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # python-telegram-bot gives spans of time as such
