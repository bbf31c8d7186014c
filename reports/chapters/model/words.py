"""How the chapter calls an answer that counts: right where it said what came true, else good."""

from dataclasses import dataclass

from reports.values.models import Models


@dataclass(frozen=True, slots=True)
class Words:
    """The words for one meaning of the share; names of blocks take the model's name."""

    by_version: str
    by_week: str
    column: str
    more_often: str
    as_often: str
    less_often: str
    with_outcome: str
    with_usual: str
    as_usual: str
    caution: str


RIGHT = Words(
    by_version="Right answers by version: {name}",
    by_week="Right answers by week: {name}",
    column="Right",
    more_often=" gives right answers more often than ",
    as_often=" gives right answers about as often as ",
    less_often=" gives right answers less often than ",
    with_outcome=" answers with a known outcome were right",
    with_usual=" answers were right, which is below what is usual, ",
    as_usual=" This week's answers are as right as usual.",
    caution=(
        "Outcomes come late; the share of right answers of young weeks rests on those that "
        "came early."
    ),
)
GOOD = Words(
    by_version="Good outcomes by version: {name}",
    by_week="Good outcomes by week: {name}",
    column="Good",
    more_often=" ends well more often than ",
    as_often=" ends well about as often as ",
    less_often=" ends well less often than ",
    with_outcome=" answers with a known outcome ended well",
    with_usual=" answers ended well, which is below what is usual, ",
    as_usual=" This week's answers ended as well as usual.",
    caution=(
        "Outcomes come late; the share of good outcomes of young weeks rests on those that "
        "came early."
    ),
)


def words_of(models: Models) -> Words:
    """Return the words that fit what was compared with outcomes, if anything was."""
    return RIGHT if models.decided else GOOD
