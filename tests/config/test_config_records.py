"""iterations.toml: what it becomes, and what is refused where."""

from datetime import date

import pytest

from reports.values.record import Annotation, Iteration, Rebase, Records

FILE = "iterations.toml"
FULL = """\
[[iterations]]
name = "2026-14"
first_day = 2026-10-19
last_day = 2026-11-01
goal = "Faster answers"
products = ["assistant"]

[[annotations]]
text = "A campaign starts"
on = 2026-09-21

[[incidents]]
text = "A day arrived late"
first_day = 2026-10-17
last_day = 2026-10-18
products = ["assistant"]
kpis = ["active_users"]

[[rebases]]
first_day = 2026-09-21
cause = "More people of the free plan"
by = "product manager"
kpis = ["active_users", "messages"]
"""
ITERATION = '[[iterations]]\nname = "{}"\nfirst_day = 2026-10-19\nlast_day = 2026-10-19\n'


def test_records_are_read(load_beside):
    """Each table becomes its value; a single day is the first and the last."""
    campaign, late = date(2026, 9, 21), date(2026, 10, 17)
    expected = Records(
        iterations=(
            Iteration(
                "2026-14",
                date(2026, 10, 19),
                date(2026, 11, 1),
                goal="Faster answers",
                products=("assistant",),
            ),
        ),
        annotations=(
            Annotation("annotation", "A campaign starts", campaign, campaign),
            Annotation(
                "incident",
                "A day arrived late",
                late,
                date(2026, 10, 18),
                products=("assistant",),
                kpis=("active_users",),
            ),
        ),
        rebases=(
            Rebase(
                campaign,
                "More people of the free plan",
                "product manager",
                kpis=("active_users", "messages"),
            ),
        ),
    )

    assert expected == load_beside(FILE, FULL).records


def test_no_file_means_no_records(load):
    """The file is optional."""
    assert Records() == load().records


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "\ufeff# nothing yet\r\n", "iterations = []"]
)
def test_a_file_may_hold_nothing(load_beside, text):
    """An empty file, or one of remarks, says nothing."""
    assert Records() == load_beside(FILE, text).records


def test_a_remark_without_an_end_lasts_a_day(load_beside):
    """`first_day` alone means the same as `on`."""
    texts = [FULL, FULL.replace("on = 2026-09-21", "first_day = 2026-09-21", 1)]

    assert 1 == len({load_beside(FILE, text).records.annotations[0] for text in texts})


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ('"2026-14"', '""', "2, [iterations #1] name", ("an empty text",)),
        ('name = "2026-14"\n', "", "1, [iterations #1] name", ("missing", 'name = "2026-14"')),
        ("goal", "gaol", "5, [iterations #1] gaol", ("did you mean goal?",)),
        ("goal", "title", "5, [iterations #1] title", ("unknown key", "next: remove it")),
        (
            "last_day = 2026-11-01",
            "last_day = 2026-10-18",
            "4, [iterations #1] last_day",
            ("before the first", "2026-10-19 or a later day", "got: 2026-10-18"),
        ),
        ("2026-11-01", '"2026-11-01"', "4, [iterations #1] last_day", ("without quotes",)),
        ("2026-11-01", "2026-11-01T09:00:00Z", "4, [iterations #1] last_day", ("and time",)),
        ("2026-11-01", "9999-12-31", "4, [iterations #1] last_day", ("too far away", "2199")),
        ('["assistant"]', '["asistant"]', "6, [iterations #1] products #1", ("mean assistant?",)),
        ('["assistant"]', '"assistant"', "6, [iterations #1] products", ("a list",)),
        (
            '["assistant"]',
            '["assistant", "assistant"]',
            "6, [iterations #1] products",
            ("stands twice",),
        ),
        ('"A campaign starts"', '" "', "9, [annotations #1] text", ("an empty text",)),
        ('"A campaign starts"', '"a\\nb"', "9, [annotations #1] text", ("line break",)),
        ('"A campaign starts"', '"a\\u0085b"', "9, [annotations #1] text", ("line break",)),
        ("on = 2026-09-21", "", "8, annotations #1", ("first day is missing", "on = 2026-09-21")),
        (
            "on = 2026-09-21",
            "on = 2026-09-21\nlast_day = 2026-09-22",
            "10, [annotations #1] on",
            ("on stands beside last_day", "either on"),
        ),
        ("on = 2026-09-21", "last_day = 2026-09-21", "8, annotations #1", ("is missing",)),
        (
            "last_day = 2026-10-18",
            "last_day = 2026-10-16",
            "15, [incidents #1] last_day",
            ("before the first",),
        ),
        ('["active_users"]', '["Active users"]', "17, [incidents #1] kpis #1", ("lower_snake",)),
        ('"More people of the free plan"', '""', "21, [rebases #1] cause", ("an empty text",)),
        ('"product manager"', '"  "', "22, [rebases #1] by", ("an empty text",)),
        ('by = "product manager"\n', "", "19, [rebases #1] by", ("missing", "platform lead")),
        ("[[rebases]]", "[[rebase]]", "19, rebase", ("no table of this file", "mean rebases?")),
        (
            "[[rebases]]",
            "[[wagers]]",
            "19, wagers",
            ("no table of this file is called wagers", "[[iterations]] or [[annotations]]"),
        ),
        ("[[rebases]]", "[rebases]", "19, rebases", ("[[two brackets]] around its name",)),
        ("[[iterations]]", 'title = "x"\n[[iterations]]', "1, title", ("no table of this file",)),
    ],
)
def test_mistakes_in_records_are_told(refusal_beside, old, new, where, words):
    """Each mistake is told with its line and key."""
    assert old in FULL
    error = refusal_beside(FILE, FULL.replace(old, new, 1))
    told = str(error)

    assert f"{FILE}:{where}" == error.where
    assert [] == [word for word in words if word not in told]
    assert error.next_step


def test_all_mistakes_of_a_file_are_told_at_once(refusal_beside):
    """Mistakes in several tables come in one error, in the file's order."""
    text = FULL.replace("2026-11-01", "2026-10-01").replace('"A campaign starts"', '""')
    told = str(refusal_beside(FILE, text + "[[wagers]]\n")).splitlines()

    assert f"{FILE}: 3 mistakes" == told[0]
    assert [f"{FILE}:4", f"{FILE}:9", f"{FILE}:24"] == [
        line.strip().partition(", ")[0] for line in told[1:-1]
    ]


def test_names_of_iterations_are_told_apart(refusal_beside, load_beside, small):
    """A product has no two iterations of one name; two products may share it."""
    other = small + small[small.index("[products") :].replace("assistant", "coder")
    one = ITERATION.format("14") + 'products = ["assistant"]\n'
    error = refusal_beside(FILE, one + ITERATION.format("14"), other)
    shared = load_beside(FILE, one + one.replace("assistant", "coder"), other)

    assert (f"{FILE}:7, [iterations #2] name", "two iterations are called 14") == (
        error.where,
        error.what,
    )
    assert ["14", "14"] == [iteration.name for iteration in shared.records.iterations]


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        ("[[iterations]]\nname = ", f"{FILE}:2", "not TOML"),
        (b"\xff\xfe", FILE, "the file is not UTF-8"),
        ("a = " + "[" * 5000, FILE, "too deep"),
    ],
)
def test_what_is_no_toml_beside_is_refused(refusal_beside, content, where, words):
    """A file that cannot be read names itself, not review.toml."""
    error = refusal_beside(FILE, content)

    assert where == error.where
    assert words in error.what


def test_review_toml_comes_first(refusal_beside, small):
    """Its mistakes are told before those of the files that rest on it."""
    assert (
        "review.toml:1, titel" == refusal_beside(FILE, "x", small.replace("title", "titel")).where
    )
