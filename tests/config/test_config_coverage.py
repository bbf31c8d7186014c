"""`covered_by`: which relation tells that a day was recorded."""

FEEDBACK = """
[products.assistant.relations.feedback]
table = "ratings"
covered_by = "{name}"
"""


def test_a_relation_may_be_covered_by_another(load, small):
    """Rare rows lean on a relation that has some every day."""
    product = load(small + FEEDBACK.format(name="events")).products[0]

    assert ("events", "") == (
        product.relations["feedback"].covered_by,
        product.relations["events"].covered_by,
    )


def test_covered_by_names_a_mapped_relation(refusal, small):
    """A misspelt name is refused with the one that was meant."""
    message = str(refusal(small + FEEDBACK.format(name="event")))

    assert "covered_by: event cannot tell on which days feedback was recorded" in message
    assert "events" in message


def test_covered_by_does_not_lead_from_one_to_the_next(refusal, small):
    """A relation that leans on another, or on itself, carries none."""
    assert "cannot tell on which days" in str(refusal(small + FEEDBACK.format(name="feedback")))
