"""A small, strict, real Bot API server for tests, over HTTP on 127.0.0.1.

    async with BotApi(token="42:TEST") as api:
        bot = telegram.Bot("42:TEST", base_url=api.url, base_file_url=api.file_url)
        ann = api.user(7, "Ann")
        ann.says("hi")                                  # becomes an update
        reply = await ann.next_message(timeout=5)       # what the bot sent, as it stands now
        ann.presses("Yes")                              # a button of the newest message with it
        api.faults(cut_after=0.1, seed=3)               # trouble on purpose
        api.limits(per_chat=1.0, burst=5)               # 429, as Telegram does
        await api.settled()
        assert [sent.text for sent in api.accepted(7)] == [...]

As a process of its own: `python -m tests.botapi --port 0` prints the port and can be steered
through /control/... (see `control.py`).
"""

from .errors import Refused
from .people import Act, Member, Person
from .server import BotApi
from .telegram_html import Formatted, HtmlError, parse_html, utf16_length
from .world import Button, Sent

__all__ = [
    "Act", "BotApi", "Button", "Formatted", "HtmlError", "Member", "Person", "Refused", "Sent",
    "parse_html", "utf16_length",
]  # fmt: skip
