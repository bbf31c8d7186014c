"""Audiences in review.toml: what they become, and what is refused where."""

import pytest

from reports.config import write_scaffold
from reports.config.workspace import load_workspace
from reports.errors import ConfigError
from reports.values.audience import (
    LARGEST_MAIL_BYTES,
    Audience,
    MailEdition,
    edition_stem,
    mail_edition,
    mail_name,
)

SECTIONS = """\
[mail]
host = "smtp.example.com"
sender = "reviews@example.com"
domains = ["example.com", "müller.example"]
archive_url = "https://reviews.example.com/archive/"
[[audiences]]
name = "leads"
recipients = ["ada@example.com", "jürgen@müller.example", "ada@example.com"]
edition = "summary"
products = ["assistant"]
language = "de"
attach_pdf = false
reply_to = "pm@example.com"
[[audiences]]
name = "team"
recipients = ["team@example.com"]
"""
# The text to replace, the new text, the line and key, and words of the message.
CHANGES = [
    ('name = "leads"\n', "", "7] name", ("the key is missing",)),
    ('"leads"', '""', "8] name", ("an empty text",)),
    ('"leads"', '"le\\nads"', "8] name", ("a line break",)),
    ('"team"', '"leads"', "16] name", ("two audiences are called", "a name of its own")),
    ('"team@example.com"', "", "17] recipients", ("at least 1",)),
    ('"team@example.com"', '"team"', "17] recipients", ("not a mail address", "name@example.com")),
    ('"team@', '"te am@', "17] recipients", ("not a mail address",)),
    ('"team@', '"a@b@', "17] recipients", ("not a mail address",)),
    ('"team@', '"a..b@', "17] recipients", ("not a mail address",)),
    ('"team@', '"Team <team@', "17] recipients", ("not a mail address",)),
    ('"team@', '"a,b@', "17] recipients", ("not a mail address",)),
    ('"team@', '"a\\r\\nBcc: b@', "17] recipients", ("a line break",)),
    ('"team@', '"a\\u202eb@', "17] recipients", ("not a mail address",)),
    ('"team@example.com"', '"team@example..com"', "17] recipients", ("not a mail address",)),
    ('"team@example.com"', '"team@-x.com"', "17] recipients", ("not a mail address",)),
    ('"team@example.com"', '"team@other.example"', "17] recipients", ("is not allowed",)),
    ('"summary"', '"sumary"', "10] edition", ("'summary', 'full' or 'engineering'", '"sumary"')),
    ('["assistant"]', '["asistant"]', "11] products", ("no product is called", "assistant")),
    ('"de"', '"fr"', "12] language", ("'en' or 'de'", '"fr"')),
    ("attach_pdf = false", 'attach_pdf = "no"', "13] attach_pdf", ("a valid boolean",)),
    ('"pm@example.com"', '"pm@example.com\\u2028"', "14] reply_to", ("a line break",)),
    ("edition =", "editions =", "10] editions", ("did you mean edition?",)),
    ('"https://', '"javascript://', "6] archive_url", ("not a web address", "https://reviews")),
    ('"https://reviews', '"https://a:b@reviews', "6] archive_url", ("not a web address",)),
    ("archive/", 'archive/?x=\\"', "6] archive_url", ("not a web address",)),
]


@pytest.fixture
def told(small):
    """Give the small file with mail and two audiences."""
    first, _, rest = small.partition("[warehouse]")
    return f"{first}{SECTIONS}[warehouse]{rest}"


def test_audiences_are_read(told, load):
    """Every key has its place; each recipient is named once; the rest has defaults."""
    workspace = load(told)

    assert (
        Audience(
            name="leads",
            recipients=("ada@example.com", "jürgen@müller.example"),
            edition="summary",
            products=("assistant",),
            language="de",
            attach_pdf=False,
            reply_to="pm@example.com",
        ),
        Audience(name="team", recipients=("team@example.com",)),
    ) == workspace.audiences
    assert workspace.mail is not None
    assert ("https://reviews.example.com/archive", LARGEST_MAIL_BYTES) == (
        workspace.mail.archive_url,
        workspace.mail.largest_bytes,
    )


def test_without_audiences_there_is_nobody(small, load):
    """Mail is for those who ask for it."""
    assert ((), None) == (load(small).audiences, load(small).mail)


@pytest.mark.parametrize("change", CHANGES)
def test_mistakes_are_named_where_they_are(told, load, change):
    """File, line and key, what was expected and what was found."""
    old, new, place, words = change
    assert old in told
    with pytest.raises(ConfigError) as caught:
        load(told.replace(old, new, 1))
    message = str(caught.value)
    line, _, key = place.partition("] ")

    assert f"review.toml:{line}," in message
    assert key in message
    for word in words:
        assert word in message


def test_commented_sections_work(tmp_path):
    """The examples of mail and audiences can be put to work by removing the comment signs."""
    write_scaffold(tmp_path)
    path = tmp_path / "review.toml"
    text = path.read_text()
    for first in ("[mail]", "[[audiences]]"):
        before, found, after = text.partition(f"# {first}")
        block, end, rest = (found + after).partition("\n\n")
        text = before + block.replace("\n# ", "\n").removeprefix("# ") + end + rest
    path.write_text(text)
    secrets = {"WAREHOUSE_PASSWORD": "a", "SMTP_PASSWORD": "b"}
    workspace = load_workspace(tmp_path, secrets)

    assert ("leads", "summary", "en", True) == (
        workspace.audiences[0].name,
        workspace.audiences[0].edition,
        workspace.audiences[0].language,
        workspace.audiences[0].attach_pdf,
    )
    assert workspace.mail is not None
    assert ("smtp.example.com", 587) == (workspace.mail.host, workspace.mail.port)


@pytest.mark.parametrize(
    ("mail", "name"),
    [
        (MailEdition("full", "en"), "full.eml"),
        (MailEdition("summary", "de"), "summary-de.eml"),
        (MailEdition("engineering", "en", attach_pdf=False), "engineering-bare.eml"),
        (MailEdition("summary", "de", attach_pdf=False), "summary-de-bare.eml"),
    ],
)
def test_messages_are_named_by_what_differs(mail, name):
    """The workspace's language needs no mention."""
    assert name == mail_name(mail, "en")
    assert name.removesuffix(".eml").removesuffix("-bare") == edition_stem(
        mail.edition, mail.language, "en"
    )


def test_an_audience_without_a_language_reads_the_workspace_s():
    """What is left out is what all reviews are in."""
    audience = Audience("team", ("team@example.com",))

    assert MailEdition("full", "de") == mail_edition(audience, "de")


@pytest.mark.parametrize(
    ("language", "numbers", "code"),
    [
        ("", "", "en"),
        ("de", "", "de"),
        ("", "de", "en-de"),
        ("de", "en", "de-en"),
        ("", "en", "en"),
    ],
)
def test_an_audience_may_read_numbers_as_elsewhere(language, numbers, code):
    """Words and numbers are chosen apart; what is the same is said once."""
    audience = Audience("team", ("team@example.com",), language=language, numbers=numbers)

    assert code == mail_edition(audience, "en").language


def test_numbers_of_an_audience_are_read(told, load):
    """The key stands beside the language."""
    workspace = load(told.replace('language = "de"', 'language = "de"\nnumbers = "en"', 1))

    assert "en" in [one.numbers for one in workspace.audiences]
