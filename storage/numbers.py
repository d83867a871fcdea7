"""The numbers that rows have in the database, of those that a transaction has met."""

from __future__ import annotations

from flows.model import LOBBY


class Numbers:
    """Rows of persons by key, and of cases by their person's row and their number."""

    def __init__(self) -> None:
        self.persons: dict[str, int] = {}
        self.cases: dict[tuple[int, int], int] = {}

    def case(self, person: str, number: int) -> int | None:
        """The row of a case; None for the lobby, which has none."""
        return None if number == LOBBY else self.cases[self.persons[person], number]

    def conversation(self, person: str, number: int) -> int:
        """A case's row or, for the lobby, minus its person's: a number for everything that can be reviewed."""
        return self.case(person, number) or -self.persons[person]
