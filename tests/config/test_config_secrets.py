"""Secrets come from the environment and are never shown."""

import pytest

from reports.config import redact

SECRET = "hunter2-x"
POSTGRES = "postgresql://ana:${PW}@db.example.com:5432/shop"


def with_url(text, url):
    """Return the small file with another warehouse URL."""
    return text.replace("duckdb:///data/demo.duckdb", url)


def test_password_comes_from_the_environment(load, small):
    """A variable in the login is plain text; the URL has it percent-encoded."""
    workspace = load(with_url(small, POSTGRES), {"PW": "a/b@c:ü"})

    assert (
        "postgresql+psycopg://ana:a%2Fb%40c%3A%C3%BC@db.example.com:5432/shop"
        == workspace.warehouse.url
    )


def test_whole_url_comes_from_the_environment(load, small):
    """A variable may hold the whole URL, which is taken as it is."""
    url = "postgresql://ana:a%2Fb@db/shop?sslmode=require"
    workspace = load(with_url(small, "${WAREHOUSE}"), {"WAREHOUSE": url})

    assert "postgresql+psycopg://ana:a%2Fb@db/shop?sslmode=require" == workspace.warehouse.url


def test_ledger_and_files_take_variables(load, small, tmp_path):
    """Variables work in the ledger's URL, and in the paths of databases and files."""
    text = with_url(small, "duckdb:///${DATA}/demo.duckdb")
    text += f'[ledger]\nurl = "{POSTGRES}"\n[warehouse.files]\nx = "${{DATA}}/x.csv"\n'
    workspace = load(text, {"DATA": "data", "PW": SECRET})

    assert f"duckdb:///{tmp_path}/data/demo.duckdb" == workspace.warehouse.url
    assert (("x", tmp_path / "data/x.csv"),) == workspace.warehouse.files
    assert workspace.ledger_url.endswith(f":{SECRET}@db.example.com:5432/shop")


def test_secrets_are_not_in_the_representation(load, small):
    """A workspace can be printed without giving a password away."""
    text = with_url(small, POSTGRES) + f'[ledger]\nurl = "{POSTGRES}"\n'
    workspace = load(text, {"PW": SECRET})

    assert SECRET in workspace.warehouse.url
    assert SECRET not in repr(workspace)
    assert SECRET not in str(workspace)


@pytest.mark.parametrize("name", ["PW", "OTHER"])
def test_missing_variable_is_named(refusal, small, name):
    """A variable that is missing or empty is named with its key."""
    error = refusal(with_url(small, POSTGRES.replace("PW", name)), {"OTHER": ""})

    assert f"the environment variable {name} is not set, or empty" == error.what
    assert "review.toml:3, [warehouse] url" == error.where
    assert f"export {name}=… before the command" == error.next_step


def test_malformed_variable_is_refused(refusal, small):
    """A brace that is not closed, or a name that is none, is not taken literally."""
    error = refusal(with_url(small, "postgresql://ana:${PW-X}@db/x"), {"PW": SECRET})

    assert "password" in error.what
    assert "${NAME}" in refusal(with_url(small, "duckdb:///${PW-X}.duckdb")).what


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://ana:{SECRET}@db/shop",
        f"postgresql://ana:{SECRET}@x@db/shop",
        f"postgresql://ana:${{PW}}{SECRET}@db/shop",
        f"postgresql://db/shop?user=ana&password={SECRET}",
        f"mysql://ana:{SECRET}@db/shop",
    ],
)
@pytest.mark.parametrize("table", ["warehouse", "ledger"])
def test_password_in_the_file_is_refused(refusal, small, url, table):
    """A password that stands in the file is refused, and not repeated."""
    text = with_url(small, url) if table == "warehouse" else f'{small}[ledger]\nurl = "{url}"\n'
    error = refusal(text, {"PW": "p"})

    assert "a password stands in the file" == error.what
    assert f"[{table}] url" in error.where
    assert "***" in error.got
    assert "environment" in error.next_step
    assert SECRET not in f"{error} {error!r}"


@pytest.mark.parametrize(
    "text",
    [
        'title = "x"\n[warehouse]\nurl = "${PW}"\n',
        'title = "x"\n[warehouse]\nurl = "${PW}://x"\n',
        'title = "x"\n[warehouse]\nurl = "mysql://a:${PW}@b"\n',
        'title = "x"\n[warehouse]\nurl = "postgresql://${PW}:1@2@3:x/"\n',
        'title = "x"\n[warehouse]\nurl = "duckdb://${PW}"\n',
        'title = "x"\n[warehouse]\nurl = "postgresql://b:${PW}"\n',
        'title = "x"\n[warehouse]\nurl = "postgresql://b:hunter2-x"\n',
        'title = "x"\n[warehouse]\nurl = "postgresql:b:hunter2-x@c"\n',
        'title = "x"\n[warehouse]\nurl = "postgresql://b@c:hunter2-x@d"\n',
        'title = "x"\n[warehouse]\npassword = "hunter2-x"\n',
        'title = "x"\n[warehouse]\nfiles = "hunter2-x"\n',
        'title = "x"\n[warehouse]\nstatement_timeout_s = "hunter2-x"\n',
        'title = "x"\n[warehouse.files]\nx = "${PW}"\n',
        'title = "x"\n[ledger]\nurl = ["hunter2-x"]\n',
        'title = "x"\nurl = "postgresql://a:hunter2-x@b"\n',
        'page_size = "postgresql://a:hunter2-x@b"\n',
        'title = "x"\nwarehouse = "postgresql://a:hunter2-x@b"\n',
        'title = "x"\n[warehouse]\nurl = "postgresql://a:hunter2-x@b\n',
    ],
)
def test_no_mistake_shows_a_secret(refusal, text):
    """Whatever is wrong around a secret, the message leaves it out, and so does its cause."""
    error = refusal(text, {"PW": SECRET})

    assert SECRET not in f"{error} {error!r} {error.__cause__!r} {error.__context__!r}"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ana:pw@db/x", "postgresql://ana:***@db/x"),
        ("postgresql+psycopg://ana:p@w:/x@db:1/x", "postgresql+psycopg://ana:***@db:1/x"),
        ("postgresql://ana@db:5432/x", "postgresql://ana@db:5432/x"),
        ("postgresql://db/x?password=pw&a=1", "postgresql://db/x?password=***&a=1"),
        ("postgresql://ana:pw", "postgresql://ana:***"),
        ("postgresql://ana:pw/x", "postgresql://ana:***/x"),
        ("ana:pw@db", "***@db"),
        ("duckdb:////data/a.duckdb", "duckdb:////data/a.duckdb"),
        ("sqlite:///ledger.sqlite", "sqlite:///ledger.sqlite"),
    ],
)
def test_url_is_shown_without_its_password(url, shown):
    """A password, also one not encoded properly, becomes three stars; the rest stays."""
    assert shown == redact(url)
