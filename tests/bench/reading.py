"""What the encoder costs: turns a second and the longest stall of the event loop, with it and without it.

    python -m tests.bench.reading [--turns N] [--rounds N] [--persons N]

The same talks as in `engine_turns`, in batches of 100 through the engine, on an SQLite file that puts every
commit on disk. Each round hears them twice, in turns: with books whose texts are read by the encoder where
they must be, and with the same books without it. All the while something wants to run every millisecond;
the longest that it was kept waiting is the stall, which the turns of a batch make anyhow: they run one after
the other. Speeds are medians of the rounds, stalls the longest of all.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.engine import Engine
from bot.texts import load_books
from flows.model import EventKind
from storage.database import Database
from storage.migrate import migrate
from tests.bench.engine_turns import Batches, Books, talk

TICK = 0.001


@dataclass(frozen=True)
class Figures:
    """Turns a second, and the longest stall in milliseconds."""

    turns: float
    stall: float


async def one_round(books: Books, batches: Batches, folder: Path) -> Figures:
    """All batches through the engine."""
    url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
    await migrate(url)
    stalls: list[float] = []
    async with await Database.open(url) as database:
        engine = Engine(database, books)
        watch = asyncio.create_task(_watch(stalls))
        began = perf_counter()
        for batch in batches:
            await engine.hear(batch)
        took = perf_counter() - began
        watch.cancel()
    return Figures(sum(map(len, batches)) / took, 1000 * max(stalls))


async def _watch(stalls: list[float]) -> None:
    """Notes how much later than it wants to it comes to its turn."""
    while True:
        before = perf_counter()
        await asyncio.sleep(TICK)
        stalls.append(perf_counter() - before - TICK)


def main() -> None:
    """Runs the rounds and prints a table."""
    parser = argparse.ArgumentParser(description="turns per second with the encoder and without it")
    parser.add_argument("--turns", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--persons", type=int, default=100)
    chosen = parser.parse_args()
    read = load_books()
    books = {
        "with the encoder": read,
        "without it": {name: replace(book, reader=None) for name, book in read.items()},
    }
    batches = talk(read, chosen.turns, chosen.persons)
    said = [event for batch in batches for event in batch]
    doubtful = sum(event.kind is EventKind.TEXT and read["en"].detectors.in_doubt(event.text) for event in said)
    gc.collect()
    gc.freeze()
    figures: dict[str, list[Figures]] = {name: [] for name in books}
    for _ in range(chosen.rounds):
        for name, these in books.items():
            with tempfile.TemporaryDirectory() as folder:
                figures[name].append(asyncio.run(one_round(these, batches, Path(folder))))
    share = doubtful / len(said)
    print(f"{chosen.turns:,} turns, {share:.0%} of them must be read, median of {chosen.rounds} rounds\n")
    print("| | turns/s | longest stall, ms |\n| --- | ---: | ---: |")
    for name, rounds in figures.items():
        print(f"| {name} | {median(one.turns for one in rounds):,.0f} | {max(one.stall for one in rounds):.0f} |")


if __name__ == "__main__":
    main()
