"""What the detector is compared with: a list of keywords, and a lexicon of feelings (VADER)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_KEYWORDS = {
    "crisis": r"kill|suicid\w*|end my life|want to die|better off dead|self[- ]harm|hurt myself|no reason to live"
    r"|goodbye forever|overdose",
    "safety": r"threat\w*|harass\w*|assault\w*|followed me|stalk\w*|grabbed|unsafe|fraud\w*|kickback|upcod\w*"
    r"|backdat\w*|retaliat\w*|discriminat\w*",
    "impulse": r"furious|livid|hate|right now|tonight|immediately|just send|i quit|i'm done|never again|screw|revenge"
    r"|drunk|wine|whisk\w*|can't sleep|fed up|last straw",
}
_LISTS = {label: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for label, words in _KEYWORDS.items()}

_ANGRY = -0.4
"""VADER's compound score from which a message counts as heated; chosen on the tuning set."""


def keywords(texts: Sequence[str]) -> list[str]:
    """The first list that a text holds a word of."""
    return [next((label for label, words in _LISTS.items() if words.search(text)), "calm") for text in texts]


def vader(texts: Sequence[str]) -> list[str]:
    """Impulse where the feeling is bad enough; a lexicon of feelings knows no danger."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return ["impulse" if analyzer.polarity_scores(text)["compound"] <= _ANGRY else "calm" for text in texts]
