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

_BLAMING = re.compile(
    r"\b(?:you (?:always|never|people|should have|only care|don't care|made me|left me|failed|lied|refuse|still owe)"
    r"|because of (?:you|your)|thanks to your|your (?:fault|failure|incompetence)|blame|i feel (?:that|like) you"
    r"|with all due respect|per my last|as usual|good luck with|toxic|incompetent|unprofessional|ridiculous"
    r"|or else|you'll regret|lawyer|breach|hereby|so sorry|terribly sorry|guarantee|promise|everyone knows"
    r"|effective immediately|do not contact|never again|unless you)\b",
    re.IGNORECASE,
)

_SOUR = -0.1
"""VADER's compound score from which a draft counts as blaming; chosen on the tuning set."""


def blaming_words(texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Where a list of thirty patterns finds blame in each draft."""
    return [[hit.span() for hit in _BLAMING.finditer(text.replace("’", "'"))] for text in texts]


def sour(texts: Sequence[str]) -> list[bool]:
    """The drafts whose feeling is bad enough."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return [analyzer.polarity_scores(text)["compound"] <= _SOUR for text in texts]
