"""Training the encoder: `python -m tests.detectors.train`, after `pip install -c constraints.txt -e '.[train]'`.

Learns from the `build` files of both corpora, says after each round what it makes of the `tune` files,
and writes the network, quantised to bytes, and its word pieces to `flows/content/en/`. Some 8,000
messages take about a quarter of an hour on one core. The `test` files are not read.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor
from torch.nn import functional

from bot.encoder import MODEL, TOKENS, WEIGHTS
from bot.texts import CONTENT, read_books
from flows.model import LABELS
from flows.signals.reading import PATTERNS
from tests.detectors.corpus import Message, Span, part_of
from tests.detectors.network import CUE_NAMES, Network, Readable, Scores, tokenizer

LONGEST = 256
"""Word pieces that are learned from of one text."""

_BUCKET = 20
"""Batches that are filled from one draw, so that texts of like length stand together."""

_BLAME = "blame"
_DANGEROUS = ("bank.conduct", "safety.where", "safety.kind", "crisis.safe_again", "crisis.ambiguous")
"""Questions whose choices speak of danger."""
_SMOOTHING = 0.05


class Example(NamedTuple):
    """A text as numbers: its pieces, its label, what each piece carries; and whether it is a draft."""

    ids: list[int]
    label: int
    marks: Tensor
    draft: bool


class Batch(NamedTuple):
    """Some examples side by side, padded to the longest."""

    ids: Tensor
    mask: Tensor
    labels: Tensor
    marks: Tensor
    drafts: Tensor


def examples(messages: Sequence[Message], names: Sequence[str], draft: bool) -> list[Example]:
    """Messages as numbers."""
    cut = tokenizer()
    found = []
    for message in messages:
        pieces = cut(message.text, truncation=True, max_length=LONGEST, return_offsets_mapping=True)
        label = int(message.label == _BLAME) if draft else LABELS.index(message.label)
        marks = _marks(message.spans, pieces["offset_mapping"], names)
        found.append(Example(pieces["input_ids"], label, marks, draft))
    return found


def own_words() -> list[Message]:
    """What the bot itself offers to be said: choices and rehearsed answers. None of it is a signal."""
    book = read_books()["en"]
    choices = [row for key, row in book.labels.items() if key not in _DANGEROUS]
    labels = {name for row in choices for names in row.values() for name in names}
    models = [texts for key, texts in book.texts.items() if key.startswith("deck.") and ".model" in key]
    answers = {text for texts in models for text in texts}
    return [Message("calm", "own", text, "offered by the bot") for text in sorted(labels | answers)]


def _marks(spans: Sequence[Span], places: Sequence[tuple[int, int]], names: Sequence[str]) -> Tensor:
    marks = torch.zeros(len(places), len(names))
    for span in spans:
        for row, (start, end) in enumerate(places):
            if start < end and start < span.end and end > span.start:
                marks[row, names.index(span.cue)] = 1
    return marks


def batches(data: Sequence[Example], size: int) -> Iterator[Batch]:
    """All examples once, in a new order, texts of like length together."""
    order = random.sample(range(len(data)), len(data))
    drawn = [order[start : start + size * _BUCKET] for start in range(0, len(order), size * _BUCKET)]
    ready = []
    for places in drawn:
        places.sort(key=lambda place: len(data[place].ids))
        ready += [places[start : start + size] for start in range(0, len(places), size)]
    random.shuffle(ready)
    return (together([data[place] for place in places]) for places in ready)


def together(rows: Sequence[Example]) -> Batch:
    """Examples side by side."""
    longest = max(len(row.ids) for row in rows)
    width = max(row.marks.shape[1] for row in rows)
    ids, mask = torch.zeros(2, len(rows), longest, dtype=torch.long)
    marks = torch.zeros(len(rows), longest, width)
    for place, row in enumerate(rows):
        length = len(row.ids)
        ids[place, :length] = torch.tensor(row.ids)
        mask[place, :length] = 1
        marks[place, :length, : row.marks.shape[1]] = row.marks
    return Batch(ids, mask, torch.tensor([row.label for row in rows]), marks, torch.tensor([row.draft for row in rows]))


def loss_of(scores: Scores, batch: Batch) -> Tensor:
    """What the heads got wrong: labels and cues of messages, blame and patterns of drafts."""
    draft = batch.drafts.float()
    message = 1 - draft
    labels = torch.where(batch.drafts, 0, batch.labels)
    wrong = functional.cross_entropy(scores.labels.float(), labels, reduction="none", label_smoothing=_SMOOTHING)
    blame = _missed(scores.blames, batch.labels.clamp(max=1).float())
    there = batch.mask.float()
    cues = _missed(scores.cues, batch.marks[..., : len(CUE_NAMES)]).sum(-1) * message[:, None]
    patterns = _missed(scores.patterns, batch.marks[..., : len(PATTERNS)]).sum(-1) * draft[:, None]
    whole = (wrong * message + blame * draft).mean()
    return whole + ((cues + patterns) * there).sum() / there.sum()


def _missed(scores: Tensor, wanted: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores.float(), wanted, reduction="none")


def learn(network: Network, data: Sequence[Example], rounds: int, size: int, rate: float) -> Iterator[int]:
    """Trains the network; gives back after each round, so that somebody can look. The word vectors stay."""
    network.encoder.embeddings.requires_grad_(False)
    body = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    heads = [weight for name, weight in network.named_parameters() if not name.startswith("encoder")]
    steps = rounds * (len(data) // size + len(data) // (size * _BUCKET) + 2)
    rates = [rate, 10 * rate]
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, steps, pct_start=0.1, anneal_strategy="linear")
    for number in range(rounds):
        network.train()
        for batch in batches(data, size):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(batch.ids, batch.mask)
            optimizer.zero_grad()
            loss_of(scores, batch).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        yield number + 1


def right(network: Network, data: Sequence[Example]) -> float:
    """The share of examples whose label the network finds."""
    network.eval()
    found = 0
    with torch.no_grad():
        for start in range(0, len(data), 64):
            batch = together(data[start : start + 64])
            scores = network(batch.ids, batch.mask)
            drafts = (scores.blames > 0).long()
            found += int((torch.where(batch.drafts, drafts, scores.labels.argmax(-1)) == batch.labels).sum())
    return found / len(data)


def write(network: Network, folder: Path) -> None:
    """Stores the network in bytes instead of floats, and its word pieces."""
    network.eval()
    ids = torch.ones(2, 16, dtype=torch.long)
    texts, pieces = {0: "texts"}, {0: "texts", 1: "pieces"}
    with tempfile.TemporaryDirectory() as passing:
        whole = Path(passing) / MODEL
        torch.onnx.export(
            Readable(network),
            (ids, torch.ones_like(ids)),
            str(whole),
            input_names=["ids", "mask"],
            output_names=["chances", "cues", "blames", "patterns"],
            dynamic_axes={"ids": pieces, "mask": pieces, "chances": texts, "cues": pieces, "blames": texts,
                          "patterns": pieces},
            opset_version=17,
            dynamo=False,
        )  # fmt: skip
        # Weights in a file of their own are mapped into memory: what no text asks for takes no room there.
        (folder / WEIGHTS).unlink(missing_ok=True)  # or they would be written behind the old ones
        bytewise = {"weight_type": QuantType.QInt8, "per_channel": True, "use_external_data_format": True}
        quantize_dynamic(whole, folder / MODEL, **bytewise)
    pieces_of = tokenizer().backend_tokenizer
    pieces_of.no_padding()
    pieces_of.no_truncation()
    pieces_of.save(str(folder / TOKENS), pretty=False)


def main() -> None:
    """Trains and stores."""
    parser = argparse.ArgumentParser(description="Train the encoder from the labelled corpus.")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--to", type=Path, default=CONTENT / "en")
    chosen = parser.parse_args()
    random.seed(chosen.seed)
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    corpora = (("impulse", CUE_NAMES, False), ("blame", PATTERNS, True))
    data = examples(own_words(), CUE_NAMES, draft=False)
    data += [row for kind, names, draft in corpora for row in examples(part_of(kind, "build"), names, draft)]
    tune = {kind: examples(part_of(kind, "tune"), names, draft) for kind, names, draft in corpora}
    network = Network()
    for number in learn(network, data, chosen.rounds, chosen.batch, chosen.rate):
        shares = ", ".join(f"{kind} {right(network, rows):.3f}" for kind, rows in tune.items())
        print(f"round {number} of {chosen.rounds}: right of the tuning set: {shares}", flush=True)
    write(network, chosen.to)


if __name__ == "__main__":
    main()
