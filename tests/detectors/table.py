"""The table of what the detectors reach: `python -m tests.detectors.table` writes it into the README here.

Figures come from the `test` files only: messages that were written after the detectors were finished, by
people who tried to fool them. Intervals are 95 %, by Wilson for shares and by resampling for F1.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.checking import check_many
from bot.texts import load_books
from flows.book import Book
from flows.model import LABELS
from tests.detectors.corpus import Message, part_of
from tests.detectors.drafts import drafts
from tests.detectors.drafts import section as drafts_section
from tests.detectors.figures import Pairs, f1, f1_interval, shares, wilson
from tests.detectors.peers import keywords, vader

README = Path(__file__).parent / "README.md"


def rows(name: str, pairs: Pairs) -> Iterator[str]:
    """One line of the table for each label but calm."""
    for label in LABELS[1:]:
        low, high = f1_interval(pairs, label)
        yield f"| {name} | {label} | {shares(pairs, label)} | {f1(pairs, label):.2f} ({low:.2f} to {high:.2f}) |"


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


def judged(book: Book, messages: Sequence[Message]) -> dict[str, list[str]]:
    """What each means takes the messages for."""
    texts = [message.text for message in messages]
    return {
        "Good Terms": [report["label"] for report in check_many(book, texts)],
        "keyword list": keywords(texts),
        "VADER": vader(texts),
    }


def sections(part: str) -> dict[str, str]:
    """The tables of one part of both corpora, by the mark that each stands at in the README."""
    book = load_books()["en"]
    messages = part_of("impulse", part)
    return {
        "messages": section(messages, judged(book, messages)),
        "drafts": drafts_section(book, drafts(part)),
    }


def main() -> None:
    """Writes the tables, or prints those of the tuning set."""
    parser = argparse.ArgumentParser(description="What the detectors reach.")
    parser.add_argument("--tune", action="store_true", help="print the tables of the tuning set instead")
    if parser.parse_args().tune:
        print("\n\n".join(sections("tune").values()))
        return
    readme = README.read_text("utf-8")
    for mark, text in sections("test").items():
        between = rf"(<!-- {mark} -->\n).*?(\n<!-- end of {mark} -->)"
        readme = re.sub(between, lambda found, text=text: found[1] + text + found[2], readme, flags=re.DOTALL)
    README.write_text(readme, "utf-8")


if __name__ == "__main__":
    main()
