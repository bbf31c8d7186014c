"""What the name of a table says about the relation it holds."""

from reports.proposal.names import EXACT, Words, match, tokens
from reports.proposal.vocabulary import NEUTRAL, TABLES

_MODIFIER = 0.5


def name_fitness(relation: str, table: str) -> float:
    """Return from 0 to 1 how much a table's name says that it is the relation.

    The last word that says something decides; words before it only describe it.
    """
    name = [token for token in tokens(table.rsplit(".", maxsplit=1)[-1]) if token not in NEUTRAL]
    if not name:
        return 0.0
    known = TABLES[relation]
    return max(_strength(name, known), _strength(name[-1:], known), _before(name, known))


def _before(name: list[str], known: Words) -> float:
    return _MODIFIER * max((_strength([token], known) for token in name[:-1]), default=0.0)


def _strength(name: list[str], known: Words) -> float:
    found = match(name, known).score
    if len(name) > 1 and found < EXACT:
        return 0.0
    return found
