"""What the site takes from a review.json, in either format."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from review_sample_full import full_review

from reports.errors import RenderError
from reports.rendering import review_from_json, review_to_json
from reports.rendering.site import ContentReader
from reports.values.document import Headline, Scorecard

FORMAT_1 = Path(__file__).with_name("review_format_1.json")
BARE = {"attributions": (), "factors": (), "causes": (), "comments": ()}


@pytest.fixture(scope="module", params=["sample", "full", "format 1"])
def data(request, review):
    """Give a review.json."""
    if request.param == "format 1":
        return FORMAT_1.read_bytes()
    return review_to_json(full_review(review) if request.param == "full" else review)


@pytest.fixture(scope="module")
def whole(data):
    """Give the same review read as a whole."""
    return review_from_json(data)


@pytest.fixture(scope="module")
def extract(data):
    """Give what the site takes from it."""
    return ContentReader().read(data)


def _rows(review):
    blocks = [block for chapter in review.chapters for block in chapter.blocks]
    cards = [block for block in blocks if isinstance(block, Scorecard)]
    return [(row, group) for card in cards for group in card.groups for row in group.rows]


def test_head_is_that_of_the_review(whole, extract):
    """Title, owner, zone, week and headline are those that the whole review has."""
    blocks = [block for chapter in whole.chapters[:1] for block in chapter.blocks]
    head = next((block for block in blocks if isinstance(block, Headline)), Headline(()))

    assert (whole.product_title, whole.owner, whole.zone, whole.cover, whole.week) == (
        *(extract.product_title, extract.owner, extract.zone, extract.cover, extract.week),
    )
    assert (head.spans, head.deck) == (extract.headline, extract.deck)


def test_rows_are_those_of_the_scorecard(whole, extract):
    """Every row shown has the numbers, range and signal of its row in the review."""
    rows = {row.kpi: row for row, _ in reversed(_rows(whole))}

    assert len(rows) == extract.row_count
    for row in extract.rows:
        full = rows[row.kpi]
        signal = full.signal and replace(full.signal, **BARE)
        assert (full.title, full.unit, full.remark, full.last_week, full.wow) == (
            *(row.title, row.unit, row.remark, row.last_week, row.wow),
        )
        assert (full.history, full.normal, signal) == (row.history, row.normal, row.signal)


def test_kpis_are_those_of_the_review(whole, extract):
    """Definitions, weeks and limits of all KPIs come along, in the review's order."""
    found = {signal.kpi: replace(signal, **BARE) for signal in whole.signals.found}

    assert [
        (
            record.definition,
            tuple(reading.period.start for reading in record.readings.history),
            record.normal,
            found.get(record.definition.name),
        )
        for record in whole.kpis
    ] == [(one.definition, one.weeks, one.normal, one.signal) for one in extract.kpis]


def test_objectives_and_signals_choose_the_rows(review):
    """What belongs to an objective or signals is shown; the rest stays in the review."""
    shown = {row.kpi for row in ContentReader().read(review_to_json(review)).rows}
    aims = {row.kpi for row, group in _rows(review) if group.objective}

    assert aims <= shown
    assert len(shown) < len({row.kpi for row, _ in _rows(review)})


@pytest.fixture
def undecided(review):
    """Give the layout of a review without objectives or signals, and its KPIs in their order."""
    layout = json.loads(review_to_json(full_review(review)))
    blocks = [block for chapter in layout["chapters"] for block in chapter["blocks"]]
    groups = [group for block in blocks for group in block.get("groups", ())]
    for group in groups:
        group["objective"] = False
    return layout, list(dict.fromkeys(row["kpi"] for group in groups for row in group["rows"]))


def test_first_rows_stand_in_where_nothing_chooses(undecided):
    """Without objectives and signals the first eight rows are shown."""
    layout, names = undecided
    layout["signals"]["found"] = []

    shown = [row.kpi for row in ContentReader().read(json.dumps(layout).encode()).rows]

    assert names[:8] == shown


def test_strongest_signals_fill_what_objectives_leave(undecided):
    """With many signals the first ones of the review are shown, twelve rows in all."""
    layout, names = undecided
    signal = layout["signals"]["found"][0]
    layout["signals"]["found"] = [{**signal, "kpi": name} for name in reversed(names)]

    shown = [row.kpi for row in ContentReader().read(json.dumps(layout).encode()).rows]

    assert names[-12:] == shown


def test_equal_definitions_are_read_once(review):
    """Two reviews with the same definition share its value."""
    reader, data = ContentReader(), review_to_json(review)
    first, second = reader.read(data), reader.read(data)

    assert first.kpis[0].definition is second.kpis[0].definition


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[]", b'{"format_version": 1}', b'{"format_version": 2, "week": null}'],
)
def test_damage_is_said(broken):
    """What is no review is refused with the next step."""
    with pytest.raises(RenderError, match="damaged"):
        ContentReader().read(broken)


def test_newer_format_is_refused(review):
    """A format of a later version is named as such."""
    layout = json.loads(review_to_json(review)) | {"format_version": 99}

    with pytest.raises(RenderError, match="not known here"):
        ContentReader().read(json.dumps(layout).encode())
