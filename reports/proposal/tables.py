"""What the name of a table says about the relation it holds."""

from collections.abc import Mapping

from reports.proposal.names import EXACT, Words, match, tokens, words

TABLES: Mapping[str, Words] = {
    "events": words(
        "event interaction usage activity action clickstream track pageview behavior behaviour "
        "aktion ereignis nutzung vorgang journal",
        "analytics click session telemetry hit message aktivitaet",
    ),
    "users": words(
        "user account customer member profile person nutzer kunde kunden benutzer mitglied pupil "
        "student learner patient player",
        "subscriber contact visitor client",
    ),
    "predictions": words(
        "prediction inference completion generation llm request response answer model_call reply "
        "anfrage antwort aufruf modellaufruf vorhersage",
        "call message chat prompt trace span model turn assistant ai gpt copilot conversation",
    ),
    "outcomes": words(
        "outcome label truth verdict ground_truth check resolution urteil ergebnis",
        "review result annotation",
    ),
    "feedback": words(
        "rating feedback reaction vote thumb survey bewertung rueckmeldung",
        "review comment like smiley emoji star",
    ),
    "evaluations": words("eval evaluation benchmark", "test score judge pruefung"),
    "tool_calls": words("tool tool_call function_call werkzeug plugin", "function invocation step"),
    "exposures": words("exposure experiment assignment variant ab_test split", "flag bucket"),
    "releases": words(
        "release deploy deployment rollout auslieferung veroeffentlichung", "build version ship"
    ),
    "changes": words("commit change merge pull_request aenderung", "patch pr"),
    "market": words("market markt stock benchmark_series", "trend external macro index stars"),
}

# Words in a table's name that say only that it is a table.
_NEUTRAL = frozenset(
    tokens(
        "log run table data record entry fact history list view item info all raw dim fct tbl "
        "v t prod daily stream store main"
    )
)
# Tables of programs, not of products.
_FOREIGN = frozenset(
    tokens(
        "migrations alembic flyway liquibase databasechangelog databasechangeloglock dbt airflow "
        "celery djcelery spatial_ref_sys sqlite"
    )
) - {"ref"}
_UNLIKELY = frozenset(
    tokens(
        "audit schema django backup bak old tmp temp staging stg archive deleted permission role "
        "config setting cron queue job email notification import etl password login invoice "
        "payment admin sicherung alt lock cache token"
    )
)
_MODIFIER = 0.5


def is_foreign(table: str) -> bool:
    """Tell whether a table is some program's own."""
    return bool(_FOREIGN & set(tokens(table)))


def is_unlikely(table: str) -> bool:
    """Tell whether a table is rather a log of changes, a copy or the like."""
    return bool(_UNLIKELY & set(tokens(table)))


def says_nothing(table: str) -> bool:
    """Tell whether a table's name speaks neither for nor against any relation."""
    return not is_unlikely(table) and not any(name_fitness(known, table) for known in TABLES)


def name_fitness(relation: str, table: str) -> float:
    """Return from 0 to 1 how much a table's name says that it is the relation.

    The last word that says something decides; words before it only describe it.
    """
    name = [token for token in tokens(table.rsplit(".", maxsplit=1)[-1]) if token not in _NEUTRAL]
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
