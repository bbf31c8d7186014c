"""`send` and `deliveries` as a person types them: weeks in short, several products, domains."""

import json
import shutil
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from reports import mailing, pipeline
from reports.cli.app import app
from reports.config import load_workspace
from reports.errors import ConfigError
from tests.delivery.conftest import WEEK, review_of

SHORT = WEEK.partition("-")[2]


def _run(*words: str, folder):
    return CliRunner().invoke(app, [*words, "--workspace", str(folder)])


@pytest.fixture
def sent(folder, serve):
    """Return a workspace whose review was sent."""
    review = folder / "review.toml"
    review.write_text(review.read_text().replace("port = 25", f"port = {serve()}"))
    assert 0 == _run("send", "--week", WEEK, folder=folder).exit_code
    return folder


@pytest.mark.parametrize("week", [WEEK, SHORT, ""])
def test_a_week_may_be_written_in_short(sent, week):
    """As for `redact`: W46 is the newest week 46."""
    words = (week,) if week else ()
    found = json.loads(_run("deliveries", *words, "--json", folder=sent).output)

    assert [f"bot {WEEK} r1"] * 2 == [one["review"] for one in found]


@pytest.mark.parametrize("week", ["2026-W45", "W45", "rubbish"])
def test_a_week_without_a_review_is_no_empty_list(sent, week):
    """An empty answer would look like a week that was mailed to nobody."""
    for words in (("deliveries", week), ("send", "--week", week)):
        done = _run(*words, folder=sent)
        assert 0 != done.exit_code
        assert f"no published review of {week}" in str(done.exception)


def test_a_dry_run_in_short_writes_the_same_letters(sent):
    """The same files, whichever way the week is written."""
    one, other = (_run("send", "--week", w, "--dry-run", folder=sent) for w in (WEEK, SHORT))

    assert one.output == other.output != ""


def test_each_product_with_readers_is_meant(published, tmp_path):
    """Several products published in a week are all sent; one without readers is left out."""
    folder = shutil.copytree(published, tmp_path / "small")
    workspace = load_workspace(folder, {})
    review = review_of(workspace)

    assert (review,) == mailing.reviews_to_send(workspace, WEEK, "", "")
    assert (review,) == mailing.reviews_to_send(workspace, SHORT, "", "leads")
    assert (review,) == mailing.reviews_to_send(workspace, "", "bot", "nobody")


def test_all_products_of_a_week_are_sent_in_their_newest_revision(folder, monkeypatch):
    """A person who types a week means the week; a resend must say which product."""
    workspace = load_workspace(folder, {})
    first = review_of(workspace)
    keys = [replace(first.key, revision=2), replace(first.key, product="other"), first.key]
    there = tuple(replace(first, key=key) for key in keys)
    monkeypatch.setattr(pipeline, "published_reviews", lambda *_: there)

    found = mailing.reviews_to_send(workspace, SHORT, "", "")
    assert {("bot", 2), ("other", 1)} == {(one.key.product, one.key.revision) for one in found}
    done = _run("send", "--week", WEEK, "--resend", "ada@acme.example", folder=folder)
    assert isinstance(done.exception, ConfigError)
    assert "--product" in done.exception.expected


@pytest.mark.parametrize(
    ("domain", "address"),
    [
        ("bücher.example", "ada@xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "ada@bücher.example"),
        ("BÜCHER.example", "ada@bücher.example"),
    ],
)
def test_both_spellings_of_a_domain_are_the_same(folder, domain, address):
    """What the sender would accept is no mistake in review.toml, and the other way round."""
    review = folder / "review.toml"
    text = review.read_text().replace('domains = ["acme.example"]', f'domains = ["{domain}"]')
    review.write_text(text.replace('["ada@acme.example", "ben@acme.example"]', f'["{address}"]'))

    assert (address,) == load_workspace(folder, {}).audiences[0].recipients
    review.write_text(review.read_text().replace(f'["{address}"]', '["ada@other.example"]'))
    with pytest.raises(ConfigError, match=r"other\.example"):
        load_workspace(folder, {})
