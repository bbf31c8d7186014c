"""Lines of keys."""

from hypothesis import given
from hypothesis import strategies as st

from reports.config.locate import key_lines, line_of


def test_keys_have_the_line_they_stand_on():
    """Tables, dotted keys, quoted keys and comments are told apart."""
    text = '# a comment [no]\ntitle = "a # b"\n\n[one."two.x"]\na.b = 1.5 # c = 2\n"\\u0061c" = 2\n'
    lines = key_lines(text)

    assert {
        ("title",): 2,
        ("one",): 4,
        ("one", "two.x"): 4,
        ("one", "two.x", "a"): 5,
        ("one", "two.x", "a", "b"): 5,
        ("one", "two.x", "ac"): 6,
    } == lines


def test_long_texts_are_one_value():
    """What looks like a key inside a long text is none."""
    text = 'a = """\nb = 1\n[c]\n"""\nd = \'\'\'\ne = 1\'\'\'\nf = ""\ng = """x"""""\nh = 1\n'

    assert {("a",): 1, ("d",): 5, ("f",): 7, ("g",): 8, ("h",): 9} == key_lines(text)


def test_arrays_of_tables_are_numbered():
    """A table below an array of tables belongs to its last entry."""
    text = "[[a.b]]\nc = 1\n[a.b.d]\ne = 1\n[[a.b]]\nc = 2\n[a.b.d]\ne = 2\n"
    lines = key_lines(text)

    assert 4 == lines["a", "b", 0, "d", "e"]
    assert 6 == lines["a", "b", 1, "c"]
    assert 8 == lines["a", "b", 1, "d", "e"]


def test_items_and_inline_tables_are_found():
    """Items of lists over several lines and keys of inline tables have their own lines."""
    text = "a = [\n  1, # one\n  { b = [2,\n 3], c = 1979-05-27T07:32:00Z },\n]\r\nd = +1\r\n"
    lines = key_lines(text)

    assert 2 == lines["a", 0]
    assert 3 == lines["a", 1, "b"]
    assert 4 == lines["a", 1, "b", 1]
    assert 4 == lines["a", 1, "c"]
    assert 6 == lines[("d",)]


def test_missing_key_is_placed_at_its_table():
    """A key that is not there is shown at the nearest table around it."""
    lines = key_lines("\n[a]\nb = 1\n")

    assert 2 == line_of(("a", "c", "d"), lines)
    assert 0 == line_of(("z",), lines)


@given(st.text(alphabet="[]{}=.,\"'#\\\n ab1", max_size=60))
def test_any_text_is_walked_to_its_end(text):
    """Even a text that is no TOML cannot hold the walk up."""
    lines = key_lines(text)

    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
