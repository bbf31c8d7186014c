"""comments.toml: what it becomes, and what is refused where."""

from datetime import date

import pytest

from reports.values.record import Comment

FILE = "comments.toml"
FULL = """\
[[comments]]
product = "assistant"
week = "2026-W37"
kpi = "error_share"
state = "known"
says = "The gateway rewrite."
by = "platform lead"
on = 2026-09-14

[[comments]]
week = "2026-W37"
kpi = "error_share"
state = "false alarm"
says = "Counted twice."
by = "data lead"
on = 2026-09-15
"""


def test_comments_are_read_in_their_order(load_beside):
    """A KPI's week may have several comments; the only product needs no mention."""
    assert (
        Comment(
            product="assistant",
            week_label="2026-W37",
            kpi="error_share",
            state="known",
            says="The gateway rewrite.",
            by="platform lead",
            on=date(2026, 9, 14),
        ),
        Comment(
            product="assistant",
            week_label="2026-W37",
            kpi="error_share",
            state="false alarm",
            says="Counted twice.",
            by="data lead",
            on=date(2026, 9, 15),
        ),
    ) == load_beside(FILE, FULL).records.comments


def test_comments_stand_beside_other_records(load_beside, tmp_path):
    """Both files end in the same records."""
    (tmp_path / "iterations.toml").write_text('[[annotations]]\ntext = "a"\non = 2026-09-21\n')
    records = load_beside(FILE, FULL).records

    assert (1, 2) == (len(records.annotations), len(records.comments))


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ('"assistant"', '"asistant"', "2, [comments #1] product", ("mean assistant?",)),
        ('"assistant"', '""', "2, [comments #1] product", ("an empty text",)),
        ('"2026-W37"', '"2026-W54"', "3, [comments #1] week", ("no such week", '"2026-W54"')),
        ('"2026-W37"', '"2025-W53"', "3, [comments #1] week", ("no such week",)),
        ('"2026-W37"', '"0001-W01"', "3, [comments #1] week", ("too far away", "1970")),
        ('"2026-W37"', '"2026-37"', "3, [comments #1] week", ("no such week", "2026-W46")),
        ('"2026-W37"', "2026-09-14", "3, [comments #1] week", ("text in quotes",)),
        ('"error_share"', '"Error share"', "4, [comments #1] kpi", ("lower_snake",)),
        ('"known"', '"unknown"', "5, [comments #1] state", ("'investigating' or", "unknown")),
        ('"known"', "true", "5, [comments #1] state", ("'false alarm'", "true")),
        ('"The gateway rewrite."', '""', "6, [comments #1] says", ("an empty text",)),
        ('"The gateway rewrite."', '"a\\nb"', "6, [comments #1] says", ("one line of text",)),
        ('"The gateway rewrite."', '"\\u001b"', "6, [comments #1] says", ("one line of text",)),
        ('"The gateway rewrite."', '"\\u2028"', "6, [comments #1] says", ("one line of text",)),
        ("The gateway rewrite.", "a" * 501, "6, [comments #1] says", ("at most 500 letters",)),
        ('"platform lead"', '" "', "7, [comments #1] by", ("an empty text",)),
        ("on = 2026-09-14\n", "", "1, [comments #1] on", ("the key is missing", "2026-11-16")),
        ("2026-09-14", "2026-09-14T09:00:00", "8, [comments #1] on", ("without quotes and time",)),
        ("says", "sayz", "6, [comments #1] sayz", ("did you mean says?",)),
        ("[[comments]]", "[[comment]]", "1, comment", ("no table of this file", "[[comments]]")),
        ("[[comments]]", "[comments]", "10:11", ("not TOML",)),
    ],
)
def test_mistakes_in_comments_are_told(refusal_beside, old, new, where, words):
    """Each mistake is told with its line and key."""
    assert old in FULL
    error = refusal_beside(FILE, FULL.replace(old, new, 1))
    told = str(error)

    assert f"{FILE}:{where}" == error.where
    assert [] == [word for word in words if word not in told]
    assert error.next_step


def test_up_to_500_letters_are_taken(load_beside):
    """The longest comment has 500 letters."""
    says = "ä" * 500
    text = FULL.replace("The gateway rewrite.", says)

    assert says == load_beside(FILE, text).records.comments[0].says


def test_one_of_several_products_must_be_named(refusal_beside, small):
    """With two products a comment without one is refused with the names."""
    other = small + small[small.index("[products") :].replace("assistant", "coder")
    error = refusal_beside(FILE, FULL, other)

    assert f"{FILE}:10, [comments #2] product" == error.where
    assert "product = one of assistant, coder" == error.expected
