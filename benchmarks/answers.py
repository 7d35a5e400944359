"""What every measured system gets and gives: texts, and ranked answers with their times."""

from dataclasses import dataclass

BEST = 10


@dataclass(frozen=True)
class Text:
    """One line of a file of documents or queries."""

    id: str
    text: str


@dataclass(frozen=True)
class Answers:
    """What one system answered, and how long each query took."""

    ids: dict[str, list[str]]
    seconds: tuple[float, ...]

    def line(self, relevant: dict[str, set[str]]) -> str:
        """Say MRR@10 and latency in one line."""
        ordered = sorted(self.seconds)
        p50, p95 = (1000 * ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
        mrr = mean_reciprocal_rank(self.ids, relevant)
        return f"MRR@{BEST} {mrr:.3f}   p50 {p50:6.2f} ms   p95 {p95:6.2f} ms"


def mean_reciprocal_rank(ids: dict[str, list[str]], relevant: dict[str, set[str]]) -> float:
    """Return the mean of 1/rank of the first right answer among the first ten."""
    ranks = (
        next((1 / rank for rank, one in enumerate(ids.get(qid, [])[:BEST], 1) if one in right), 0.0)
        for qid, right in relevant.items()
    )
    return sum(ranks) / max(len(relevant), 1)
