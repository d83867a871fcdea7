"""The days that matter as a calendar: each at nine in the morning, with a reminder the day before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from flows.model import Appointment, Document

MORNING = time(9, 0)
"""When an entry begins, on the wall where the person is."""

LENGTH = timedelta(minutes=30)
ALARMS = (timedelta(days=-1), timedelta(0))
"""How long before its beginning an entry makes itself heard."""

_A_YEAR = timedelta(days=366)


def write(document: Document) -> bytes:
    """The file's bytes: private entries that block no time."""
    calendar = Calendar()
    calendar.add("prodid", "-//Good Terms//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _on_a_line(document.name))
    for row in document.appointments:
        calendar.add_component(_event(document, row))
    _explain_the_zone(calendar, [row.day for row in document.appointments])
    content: bytes = calendar.to_ical()
    return content


def _explain_the_zone(calendar: Calendar, days: list[date]) -> None:
    """The rules of the time zone, for the years that are needed."""
    if days:
        calendar.add_missing_timezones(min(days) - _A_YEAR, max(days) + _A_YEAR)


def _event(document: Document, row: Appointment) -> Event:
    zone = ZoneInfo(document.zone) if document.zone else None
    begins = datetime.combine(row.day, MORNING, zone)
    event = Event()
    event.add("uid", f"{row.key}@goodterms")
    event.add("dtstamp", document.made_at)
    event.add("dtstart", begins)
    event.add("duration", LENGTH)
    event.add("summary", _on_a_line(row.title))
    if row.note:
        event.add("description", row.note)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for before in ALARMS:
        event.add_component(_alarm(_on_a_line(row.title), before))
    return event


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm


def _on_a_line(text: str) -> str:
    return " ".join(text.split())
