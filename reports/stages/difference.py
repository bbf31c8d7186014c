"""What differs between two revisions of a week's review."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.rendering import format_value, review_from_json
from reports.store.archive import Archive
from reports.values.document import KpiRecord, Review
from reports.values.ledger import PublishedReview
from reports.values.reading import Reading
from reports.values.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two revisions say differently, as text."""

    what: str
    where: str
    before: str
    after: str


def differences(
    workspace: Workspace, one: PublishedReview, other: PublishedReview
) -> tuple[Difference, ...]:
    """Return what two archived reviews say differently: as_of, code, definitions, numbers.

    Raises: ArchiveError when one of them cannot be read.
    """
    archive = Archive(workspace.archive)
    old, new = (review_from_json(archive.read(each.key, "review.json")) for each in (one, other))
    return (*_frame(old, new), *_numbers(old, new))


def _frame(old: Review, new: Review) -> Iterator[Difference]:
    pairs = (
        ("as of", old.as_of.isoformat(), new.as_of.isoformat()),
        ("code version", old.code_version, new.code_version),
        ("reason", old.revision_reason, new.revision_reason),
    )
    for what, before, after in pairs:
        if before != after:
            yield Difference(what, "", before, after)
    then, now = dict(old.definition_hashes), dict(new.definition_hashes)
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            before, after = (hashed.get(name, "none")[:12] for hashed in (then, now))
            yield Difference("definition", name, before, after)


def _numbers(old: Review, new: Review) -> Iterator[Difference]:
    before = {record.definition.name: record for record in old.kpis}
    for record in new.kpis:
        name = record.definition.name
        if name in before:
            yield from _readings(before[name], record)


def _readings(old: KpiRecord, new: KpiRecord) -> Iterator[Difference]:
    unit, known = new.definition.unit, {one.period: one for one in _all(old)}
    for now in _all(new):
        then = known.get(now.period)
        if then is not None and (then.value, then.n) != (now.value, now.n):
            where = f"{new.definition.name}, {now.period.start} to {now.period.last_day}"
            yield Difference("number", where, _said(then, unit), _said(now, unit))


def _all(record: KpiRecord) -> list[Reading]:
    known = record.readings
    return list(dict.fromkeys([*known.history, *known.months]))


def _said(reading: Reading, unit: str) -> str:
    if reading.value is None:
        return reading.reason or reading.status
    return f"{format_value(reading.value, unit)} (n {reading.n})"
