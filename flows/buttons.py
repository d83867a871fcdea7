"""What the data of a button says, and whether the button still does anything."""

from __future__ import annotations

from dataclasses import dataclass

from flows.model import Case, Person

REMIND = "remind."
"""How the name of a reminder's button begins. Such a button stands beside the open question."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a button belongs: the case, the turn that offered it, the question or menu, and the value."""

    case: int
    turn: int
    name: str
    value: str


def read(data: str) -> Address | None:
    """What the data of a button says; None if it is none of ours."""
    number, _, rest = data.partition(":")
    turn, _, rest = rest.partition(":")
    name, _, value = rest.rpartition(":")
    if not (number.isdecimal() and turn.isdecimal() and name) or len(data) > 64:
        return None
    return Address(int(number), int(turn), name, value)


def is_open(person: Person, data: str) -> bool:
    """Whether pressing a button would do something now. Once what it answered is over, never again."""
    if (shown := person.reminding.shown) is not None and data.rpartition(":")[0] == shown:
        return True
    case = next((case for case in person.cases if case.number == person.active), person.lobby)
    return asks(case, read(data))


def asks(case: Case, address: Address | None) -> bool:
    """Whether a case still asks what a button answers, and has not asked it anew since."""
    if address is None or (address.case, address.turn) != (case.number, case.offered):
        return False
    pending = case.pending or {}
    menu = f"menu.{pending['name']}" if pending.get("kind") == "menu" else None
    return address.name in (menu, case.asking)
