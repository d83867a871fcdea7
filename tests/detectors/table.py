"""The table of what the detectors reach: `python -m tests.detectors.table` writes it into the README here.

Figures come from the `test` files only: messages that were written after the detectors were finished, by
people who tried to fool them. Intervals are 95 %, by Wilson for shares and by resampling for F1.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.checking import check_many
from bot.texts import load_books
from flows.model import LABELS
from tests.detectors.corpus import Message, part_of
from tests.detectors.peers import keywords, vader

README = Path(__file__).parent / "README.md"
_RESAMPLES = 1000
_Z = 1.96

Pairs = Sequence[tuple[str, str]]
"""What a message is, and what it was taken for."""


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """A share with its interval; (0, 0, 1) where there is nothing to count."""
    if not of:
        return 0.0, 0.0, 1.0
    share = hits / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / (1 + _Z**2 / of)
    return share, middle - half, middle + half


def f1(pairs: Pairs, label: str) -> float:
    """The harmonic mean of precision and recall of one label."""
    both = sum(wanted == label == found for wanted, found in pairs)
    either = sum((wanted == label) + (found == label) for wanted, found in pairs)
    return 2 * both / either if either else 0.0


def f1_interval(pairs: Pairs, label: str) -> tuple[float, float]:
    """Between which values F1 lies in most resamples."""
    draw = random.Random(1)
    values = sorted(f1(draw.choices(pairs, k=len(pairs)), label) for _ in range(_RESAMPLES))
    return values[_RESAMPLES // 40], values[-_RESAMPLES // 40]


def rows(name: str, pairs: Pairs) -> Iterator[str]:
    """One line of the table for each label but calm."""
    for label in LABELS[1:]:
        both = sum(wanted == label == found for wanted, found in pairs)
        precision = wilson(both, sum(found == label for _, found in pairs))
        recall = wilson(both, sum(wanted == label for wanted, _ in pairs))
        low, high = f1_interval(pairs, label)
        shares = " | ".join(f"{value:.2f} ({least:.2f} to {most:.2f})" for value, least, most in (precision, recall))
        yield f"| {name} | {label} | {shares} | {f1(pairs, label):.2f} ({low:.2f} to {high:.2f}) |"


def held(pairs: Pairs) -> str:
    """How many calm messages would be slowed down, and how many in danger."""
    calm = [found for wanted, found in pairs if wanted == "calm"]
    share, low, high = wilson(sum(found == "impulse" for found in calm), len(calm))
    unsafe = [found for wanted, found in pairs if wanted in ("safety", "crisis")]
    paused = sum(found == "impulse" for found in unsafe)
    return (
        f"Calm messages taken for impulse: {share:.1%} ({low:.1%} to {high:.1%}). "
        f"Messages of safety or crisis taken for impulse: {paused} of {len(unsafe)}."
    )


def section(messages: Sequence[Message], found: Mapping[str, Sequence[str]]) -> str:
    """Table, remarks and errors, as they stand in the README."""
    wanted = [message.label for message in messages]
    ours = list(zip(wanted, found["Good Terms"], strict=True))
    counted = ", ".join(f"{wanted.count(label)} {label}" for label in LABELS)
    head = ["| | label | precision | recall | F1 |", "|---|---|---|---|---|"]
    lines = [f"{len(messages)} messages: {counted}.", "", *head]
    for name, labels in found.items():
        lines += rows(name, list(zip(wanted, labels, strict=True)))
    lines += ["", held(ours), "", "<details><summary>Every error</summary>", ""]
    lines += [
        f"- {message.label}, taken for {label}: {message.text} ({message.why})"
        for message, label in zip(messages, found["Good Terms"], strict=True)
        if message.label != label
    ]
    return "\n".join([*lines, "", "</details>"])


def judged(messages: Sequence[Message]) -> dict[str, list[str]]:
    """What each means takes the messages for."""
    texts = [message.text for message in messages]
    detectors = load_books()["en"].detectors
    return {
        "Good Terms": [report["label"] for report in check_many(detectors, texts)],
        "keyword list": keywords(texts),
        "VADER": vader(texts),
    }


def main() -> None:
    """Writes the table, or prints that of the tuning set."""
    parser = argparse.ArgumentParser(description="What the detectors reach.")
    parser.add_argument("--tune", action="store_true", help="print the table of the tuning set instead")
    part = "tune" if parser.parse_args().tune else "test"
    messages = part_of("impulse", part)
    text = section(messages, judged(messages))
    if part == "tune":
        print(text)
        return
    readme = README.read_text("utf-8")
    between = r"(<!-- table -->\n).*?(\n<!-- end of table -->)"
    README.write_text(re.sub(between, lambda mark: mark[1] + text + mark[2], readme, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
