"""The tables of the store as they are after all migrations.

Instants are text in UTC with a fixed width, so that they sort and compare alike everywhere;
days are integers since 1970-01-01.
"""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, MetaData, Table, Text

METADATA = MetaData()


def _text(name: str, *, null: bool = False, key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null, primary_key=key)


def _integer(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=False, primary_key=key, autoincrement=False)


def _id(name: str, target: str = "", *, key: bool = True) -> Column[int]:
    wide = BigInteger().with_variant(Integer, "sqlite")
    links = [ForeignKey(target)] if target else []
    return Column(
        name, wide, *links, primary_key=key, nullable=False, autoincrement=key and not target
    )


def _number(name: str) -> Column[float]:
    return Column(name, Double)


SCHEMA_VERSION = Table("schema_version", METADATA, _integer("number", key=True), _text("name"))

SERIES = Table(
    "series",
    METADATA,
    _id("id"),
    _text("product"),
    _text("query_hash"),
    _text("grain"),
    _text("known_as_of", null=True),
)

FACT_VERSIONS = Table(
    "fact_versions",
    METADATA,
    _id("series_id", "series.id"),
    _integer("start_day", key=True),
    _integer("end_day", key=True),
    _integer("version", key=True),
    _integer("row_count"),
    _text("sha256"),
    _text("run_id"),
    _text("read_at"),
)

FACT_ROWS = Table(
    "fact_rows",
    METADATA,
    _id("series_id"),
    _integer("start_day", key=True),
    _integer("end_day", key=True),
    _text("segment", key=True),
    _integer("bucket", key=True),
    _integer("version", key=True),
    _number("first"),
    _number("second"),
    Column("n", BigInteger, nullable=False),
)

FACT_TABLES = Table(
    "fact_tables",
    METADATA,
    _id("series_id", "series.id"),
    _integer("start_day", key=True),
    _integer("end_day", key=True),
    _integer("version", key=True),
    _text("content"),
)

RUNS = Table(
    "runs",
    METADATA,
    _text("id", key=True),
    _text("kind"),
    _text("product"),
    _text("week_label"),
    _text("as_of"),
    _text("code_version"),
    _text("started_at"),
    _text("state"),
    _text("finished_at", null=True),
    _text("detail"),
)

REVIEWS = Table(
    "reviews",
    METADATA,
    _id("id"),
    _text("product"),
    _text("week_label"),
    _integer("revision"),
    _text("as_of"),
    _text("published_at"),
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    _text("code_version"),
    _text("data_digest"),
)

FILES = Table(
    "files",
    METADATA,
    _id("review_id", "reviews.id"),
    _text("name", key=True),
    _text("path"),
    _text("sha256"),
    Column("size_bytes", BigInteger, nullable=False),
)

PUBLISHED_READINGS = Table(
    "published_readings",
    METADATA,
    _id("review_id", "reviews.id"),
    _text("kpi", key=True),
    _text("segment", key=True),
    _text("grain", key=True),
    _integer("start_day", key=True),
    _integer("end_day", key=True),
    _number("value"),
    _text("status"),
    Column("n", BigInteger, nullable=False),
)

LEASES = Table(
    "leases",
    METADATA,
    _text("product", key=True),
    _text("week_label", key=True),
    _text("owner"),
    _text("acquired_at"),
    _text("heartbeat_at"),
    _text("expires_at"),
)

DELIVERIES = Table(
    "deliveries",
    METADATA,
    _id("id"),
    _id("review_id", "reviews.id", key=False),
    _text("edition"),
    _text("recipient"),
    _text("channel"),
    _text("state"),
    _text("next_try", null=True),
    _integer("attempts"),
    _text("detail"),
    _text("message_id"),
    _text("first_try", null=True),
    _text("last_try", null=True),
)

REDACTIONS = Table(
    "redactions",
    METADATA,
    _id("review_id", "reviews.id"),
    _text("reason"),
    _text("redacted_at"),
)

ACTIONS = Table(
    "actions",
    METADATA,
    _text("product", key=True),
    _text("action", key=True),
    _text("first_week_label"),
    _text("state"),
    _text("detail"),
)

BET_SIGHTS = Table(
    "bet_sights",
    METADATA,
    _text("product", key=True),
    _text("bet", key=True),
    _text("sha256", key=True),
    _text("first_seen_at"),
)

ROADMAP_MARKS = Table(
    "roadmap_marks",
    METADATA,
    _text("product", key=True),
    _text("week_label", key=True),
    _integer("revision", key=True),
    _text("item", key=True),
    _number("reach"),
    _number("impact"),
    _number("effort"),
    Column("confidence", Double, nullable=False),
    _number("median"),
    Column("rank", Integer),
)

HOLDS = Table(
    "holds",
    METADATA,
    _text("product", key=True),
    _text("week_label", key=True),
    _text("state"),
    _text("reason"),
    _text("since"),
    _text("deadline", null=True),
)

DRAFTS = Table(
    "drafts",
    METADATA,
    _text("product", key=True),
    _text("week_label", key=True),
    _text("as_of"),
    _integer("pinned"),
    _text("data_digest"),
    _text("folder"),
    _text("made_at"),
    _text("approved_by"),
    _text("approved_at", null=True),
    _text("released_at", null=True),
)

BREACHES = Table(
    "breaches",
    METADATA,
    _text("product", key=True),
    _text("kpi", key=True),
    _text("source", key=True),
    _integer("first_day", key=True),
    _number("value"),
    _number("limit_value"),
    _text("reported_at"),
    Column("ended_on", Integer),
    _text("ended_at", null=True),
)

NOTICES = Table(
    "notices",
    METADATA,
    _text("product", key=True),
    _text("cause", key=True),
    _text("subject"),
    _text("body"),
    _text("state"),
    _integer("attempts"),
    _text("next_try", null=True),
    _text("detail"),
    _text("entered_at"),
)
