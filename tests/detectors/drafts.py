"""The table of what the linter reaches on drafts: whether they blame, where, and what it suggests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.checking import check_many
from flows.book import Book
from tests.detectors.corpus import Message, part_of
from tests.detectors.figures import Pairs, f1, f1_interval, mean_interval, shares
from tests.detectors.peers import blaming_words, sour

BLAME = "blame"
CLEAN = "clean"

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one means makes of the drafts: their labels, and where it finds blame; None if it doesn't say where."""

    labels: Sequence[str]
    spans: Sequence[Spans] | None = None


def drafts(part: str) -> list[Message]:
    """The drafts that serve one purpose, with new lines where the corpus writes ` / `. Places stay."""
    return [replace(message, text=message.text.replace(" / ", " \n ")) for message in part_of(BLAME, part)]


def overlap(wanted: Spans, found: Spans) -> float:
    """The characters that both mark, as a share of those that either marks."""
    ours, theirs = _characters(wanted), _characters(found)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def _characters(spans: Spans) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def judged(book: Book, messages: Sequence[Message]) -> dict[str, Judged]:
    """What each means makes of the drafts."""
    texts = [message.text for message in messages]
    ours = [[(found["start"], found["end"]) for found in report["blame"]] for report in check_many(book, texts)]
    listed = blaming_words(texts)
    return {
        "Good Terms": Judged([_label(bool(spans)) for spans in ours], ours),
        "keyword list": Judged([_label(bool(spans)) for spans in listed], listed),
        "VADER": Judged([_label(bad) for bad in sour(texts)]),
    }


def _label(blames: bool) -> str:
    return BLAME if blames else CLEAN


def rows(messages: Sequence[Message], means: Mapping[str, Judged]) -> Iterator[str]:
    """One line of the table for each means."""
    for name, judgement in means.items():
        pairs: Pairs = list(zip([message.label for message in messages], judgement.labels, strict=True))
        low, high = f1_interval(pairs, BLAME)
        where = _overlaps(messages, judgement)
        yield f"| {name} | {shares(pairs, BLAME)} | {f1(pairs, BLAME):.2f} ({low:.2f} to {high:.2f}) | {where} |"


def _overlaps(messages: Sequence[Message], judgement: Judged) -> str:
    """The overlap on average over all blaming drafts; a draft that was missed counts as 0."""
    if judgement.spans is None:
        return ""
    values = [
        overlap([(span.start, span.end) for span in message.spans], found)
        for message, found in zip(messages, judgement.spans, strict=True)
        if message.label == BLAME
    ]
    return "{:.2f} ({:.2f} to {:.2f})".format(*mean_interval(values))


def patterns(messages: Sequence[Message], ours: Judged) -> Iterator[str]:
    """How many of the drafts with each pattern were found to blame."""
    found: dict[str, list[bool]] = {}
    for message, label in zip(messages, ours.labels, strict=True):
        for name in {span.cue for span in message.spans}:
            found.setdefault(name, []).append(label == BLAME)
    yield from (f"{name} {sum(hits)} of {len(hits)}" for name, hits in sorted(found.items()))


def suggested(book: Book, messages: Sequence[Message]) -> str:
    """How many rewrites the linter itself lets pass, and how many keep every number of their sentence."""
    findings = [(message.text, each) for message in messages for each in book.linter.findings(message.text)]
    clean = sum(not book.linter.cues(each.suggestion) for _, each in findings)
    kept = sum(_numbers(text[slice(*each.sentence)]) <= _numbers(each.suggestion) for text, each in findings)
    said = sum(bool(each.suggestion) for _, each in findings)
    return (
        f"Of {len(findings)} suggested rewrites {clean} pass the linter themselves, {kept} keep every number of the "
        f"sentence, and {len(findings) - said} leave the sentence out."
    )


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def section(book: Book, messages: Sequence[Message]) -> str:
    """Table, patterns, rewrites and errors, as they stand in the README."""
    means = judged(book, messages)
    ours = means["Good Terms"]
    blaming = sum(message.label == BLAME for message in messages)
    lines = [
        f"{len(messages)} drafts: {blaming} blame, {len(messages) - blaming} clean.",
        "",
        "| | precision | recall | F1 | span overlap |",
        "|---|---|---|---|---|",
        *rows(messages, means),
        "",
        f"Found by pattern: {', '.join(patterns(messages, ours))}.",
        "",
        suggested(book, messages),
        "",
        "<details><summary>Every error</summary>",
        "",
        *(
            f"- {message.label}, taken for {label}: {' '.join(message.text.split())} ({message.why})"
            for message, label in zip(messages, ours.labels, strict=True)
            if message.label != label
        ),
        "",
        "</details>",
    ]
    return "\n".join(lines)
