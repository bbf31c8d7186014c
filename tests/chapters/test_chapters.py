"""What chapters say, and when they keep silent."""

from dataclasses import replace
from datetime import date

from reports.chapters import build_chapters
from reports.values.assessment import RelationNote
from reports.values.document import Callout, Chart, Headline, Note, Quantity, Scorecard, Table
from tests.assessments import ERRORS, OMITTED, USERS, assessment, constant


def blocks(kind: type, **changes: object) -> list:
    """Return all blocks of a kind in reading order."""
    chapters = build_chapters(assessment(**changes))
    return [block for chapter in chapters for block in chapter.blocks if isinstance(block, kind)]


def words(block) -> str:
    """Return the text of a block without its numbers."""
    return "".join(span for span in block.spans if isinstance(span, str))


def test_chapters_come_in_reading_order():
    """Numbers first, then what they rest on, then what they mean."""
    assert ["scorecard", "trends", "data_notes", "definitions"] == [
        chapter.name for chapter in build_chapters(assessment())
    ]


def test_the_scorecard_groups_kpis_by_their_subject():
    """Each group has its rows and a chart with the same KPIs."""
    card = blocks(Scorecard)[0]

    assert [("Engagement", ["active_users"]), ("Service", ["error_share"])] == [
        (group.title, [row.kpi for row in group.rows]) for group in card.groups
    ]
    assert [["active_users"], ["error_share"]] == [
        [panel.kpi for panel in chart.panels] for chart in blocks(Chart)
    ]


def test_the_headline_holds_numbers_not_text():
    """While nothing can be judged, levels stand in the headline with units and their n."""
    quantities = [span for span in blocks(Headline)[0].spans if isinstance(span, Quantity)]
    n = Quantity(40, "count", "n")

    assert [Quantity(1234.0, "users"), n, Quantity(0.02, "share"), n] == quantities


def test_a_week_without_values_says_so():
    """Without any value the headline makes no claim."""
    readings = {"active_users": constant(USERS, None), "error_share": constant(ERRORS, None)}

    assert ("No KPI has a value for this week",) == blocks(Headline, readings=readings)[0].spans


def test_a_missing_level_stays_in_the_headline():
    """A number that is usually first is not replaced by one that happens to have a value."""
    readings = {"active_users": constant(USERS, None), "error_share": constant(ERRORS, 0.02)}
    headline = blocks(Headline, readings=readings)[0]

    assert [(None, "no data"), (0.02, ""), (40, "")] == [
        (span.value, span.reason) for span in headline.spans if isinstance(span, Quantity)
    ]


def test_a_product_chooses_the_order_of_its_kpis():
    """Within a group, KPIs stand as review.toml lists them."""
    more = replace(ERRORS, chapter="engagement", kind="ratio")
    product = replace(assessment().product, kpis=("error_share", "active_users"))
    card = blocks(Scorecard, kpis=(USERS, more), product=product)[0]

    assert [["error_share", "active_users"]] == [
        [row.kpi for row in group.rows] for group in card.groups
    ]


def test_a_rare_relation_is_not_called_incomplete():
    """Where another relation tells which days were recorded, days without rows are no gap."""
    note = RelationNote(
        "feedback", 3, 2, 7, date(2026, 11, 14), known_at=False, covered_by="events"
    )
    table = next(t for t in blocks(Table, relations=(note,)) if t.title.startswith("Rows read"))

    assert [] == [one for one in blocks(Callout, relations=(note,)) if "Incomplete" in one.title]
    assert "as events" in table.rows[0]


def test_incomplete_relations_are_called_out():
    """A relation with six of seven days is named with both numbers."""
    note = RelationNote("events", 90, 6, 7, date(2026, 11, 14), known_at=False)
    callout = blocks(Callout, relations=(note,))[0]

    assert "events has rows on " in words(callout)
    assert [6, 7] == [span.value for span in callout.spans if isinstance(span, Quantity)]


def test_left_out_kpis_are_listed_with_their_reason():
    """A KPI that could not be computed is told, not hidden."""
    tables = {table.title: table for table in blocks(Table, not_computed=(OMITTED,))}

    assert (("Model cost", "predictions.cost_usd is not mapped"),) == tables["Left out"].rows


def test_unmapped_relations_are_said_once():
    """What is not mapped is named in one remark."""
    assert 1 == sum("market" in words(note) for note in blocks(Note))


def test_one_dominating_user_is_called_out_and_marked():
    """Per-user numbers are marked as meaningless where one user does nearly everything."""
    share = replace(constant(USERS, 0.996).last_week, n=3)
    changes = {"busiest_user": share, "dominated": frozenset({"active_users"})}

    remarks = {
        row.kpi: row.remark for g in blocks(Scorecard, **changes)[0].groups for row in g.rows
    }
    callout = blocks(Callout, **changes)[0]

    assert {"active_users": "one user", "error_share": ""} == remarks
    assert [0.996, 3] == [span.value for span in callout.spans if isinstance(span, Quantity)]


def test_definitions_name_query_and_owner():
    """Every KPI of the review has its origin."""
    origin = blocks(Table)[-1]

    assert ["active_users", "error_share"] == [row[0] for row in origin.rows]
    assert "bbbbbbbbbbbb" in origin.rows[0]
    assert "not named" == origin.rows[0][-1]


def test_a_caption_says_when_one_of_the_weeks_is_incomplete():
    """A change from a week with days missing is told with that."""
    readings = {"active_users": constant(USERS, 12.0), "error_share": constant(ERRORS, 0.02)}
    part = replace(readings["active_users"].wow, status="partial", reason="6 of 7 days")
    readings["active_users"] = replace(readings["active_users"], wow=part)

    captions = [chart.caption for chart in blocks(Chart, readings=readings)]

    assert [True, False] == ["incomplete" in str(caption[-1]) for caption in captions]
