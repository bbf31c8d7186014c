"""When reviews are due, and what must be the case before they are published."""

import re
from collections.abc import Mapping

from pydantic_core import PydanticCustomError

from reports.config.locate import KeyPath
from reports.config.problems import Problem, Problems, described
from reports.config.publishing_schema import GateKeys, ScheduleKeys, read_moment
from reports.config.sections import read_section, subtable
from reports.values.publishing import Moment, Publishing, Schedule

_APPROVAL = re.compile(r"after approval(?:,? or at (?P<deadline>.+))?")
_FORMS = '"auto", "after approval", or "after approval, or at tuesday 16:00"'


def read_schedule(document: Mapping[str, object], problems: Problems) -> Schedule:
    """Return the schedule; its zone is the calendar's where it names none."""
    keys = read_section(ScheduleKeys, subtable(document, "schedule"), ("schedule",), problems)
    zone = subtable(document, "calendar").get("zone")
    if keys is None:
        return Schedule()
    return Schedule(
        weekly=Moment(keys.weekday, keys.time),
        watch_at=keys.watch_at,
        zone=keys.zone or (zone if isinstance(zone, str) else "UTC"),
        grace_hours=keys.grace_hours,
    )


def read_publishing(table: Mapping[str, object], path: KeyPath, problems: Problems) -> Publishing:
    """Return a product's policy: its gate, and whether it waits for an approval."""
    gate = read_section(GateKeys, subtable(table, "gate"), (*path, "gate"), problems)
    needs_approval, by = _approval(table.get("publish", "auto"), (*path, "publish"), problems)
    if gate is None:
        return Publishing()
    return Publishing(
        incomplete=gate.incomplete,
        deadline=gate.deadline,
        fresh_within_hours=gate.fresh_within_hours,
        needs_approval=needs_approval,
        approval_by=by,
    )


def _approval(value: object, path: KeyPath, problems: Problems) -> tuple[bool, Moment | None]:
    """Read "auto" or "after approval, or at DEADLINE"."""
    if value == "auto":
        return False, None
    found = _APPROVAL.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        if isinstance(value, str):
            what = "no way of publishing"
            problems.add(Problem(path, what, f"one of {_FORMS}", described(value)))
        return False, None
    if found["deadline"] is None:
        return True, None
    try:
        return True, read_moment(found["deadline"])
    except PydanticCustomError as error:
        expected = str((error.context or {}).get("expected", _FORMS))
        problems.add(Problem(path, error.message(), expected, described(value)))
        return True, None
