"""[look] in review.toml: what it becomes, and what is refused where."""

import io
import re
from importlib.resources import files
from zlib import crc32

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from reports.rendering.fonts import font_bytes
from reports.values.eyesight import contrast
from reports.values.look import HOUSE_LOOK, Logo
from reports.values.palette import DARK_COLOURS
from tests.brand import BRAND, LOGO_SVG, make_brand, png

# A key with its value, the line with the key, and words of the message.
COLOURS = [
    ('accent = "#ffd400"', "10, [look] accent", ("at least 4.5 to 1", "got: 1.43 to 1", "paper")),
    ('past = "#b0b0b0"', "10, [look] past", ("at least 3 to 1", "2.16 to 1", "for lines")),
    ('ink = "#767676"', "10, [look] ink", ("at least 4.5 to 1", "band #e7ecf2")),
    ('accent = "#c2185b"', "10, [look] accent", ("any sight", "warning #b8420f", "6.47 apart")),
    ('shade = "#8893a3"', "10, [look] shade", ("at least 7 apart in lightness", "0.00 apart")),
    ('accent = "blue"', "10, [look] accent", ("not a colour", "#0b5fa5", "blue")),
    ('accent = "#06c"', "10, [look] accent", ("not a colour", "six digits")),
    ("accent = 5", "10, [look] accent", ("text in quotes", "5")),
    ('acent = "#0b5fa5"', "10, [look] acent", ("did you mean accent?",)),
    ('paper = "#ffeeee"', "10, [look] paper", ("unknown key",)),
    ('[look.dark]\nink = "#123456"', "11, [look.dark] ink", ("4.5 to 1", "paper #12161b")),
    ('[look.dark]\nred = "#ff0000"', "11, [look.dark] red", ("unknown key",)),
    ("dark = 3", "10, [look] dark", ("a table",)),
]
FILES = [
    ('logo = "none.svg"', "10, [look] logo", ("no such file", "none.svg")),
    ('logo = "review.toml"', "10, [look] logo", (".svg or .png", "review.toml")),
    ('logo = "../logo.svg"', "10, [look] logo", ("outside the workspace",)),
    ('logo = "large.svg"', "10, [look] logo", ("too large", "at most 200 KB", "293 KB")),
    ('data_font = "none.ttf"', "10, [look] data_font", ("no such file",)),
    ('data_font = "logo.svg"', "10, [look] data_font", (".ttf or .otf",)),
    ('text_font = "text.ttf"', "10, [look] text_font", ("another kind",)),
    ('text_font = "cut.ttf"', "10, [look] text_font", ("cannot be read",)),
    ('text_font = "words.ttf"', "10, [look] text_font", ("lacks characters: 0 1 2 3", "digits")),
]
ENOUGH = "".join(map(chr, range(32, 127))) + "−–—·…’“”"  # noqa: RUF001 - marks that look alike
IN_SVG = {
    "<script>alert(1)</script>": "<script>",
    "<foreignObject/>": "<foreignObject>",
    '<image href="x.png"/>': "<image>",
    "<text>Acme</text>": "<text>",
    "<animate/>": "<animate>",
    '<g onclick="go()"/>': "event handler, onclick",
    '<g xmlns:x="http://www.w3.org/1999/xlink" x:href="http://a.example/b"/>': "something outside",
    '<g fill="url(http://a.example/b)"/>': "fetches something in its attribute fill",
    '<g style="fill: u\\72l(//a.example)"/>': "fetches something in its attribute style",
    '<style>@import "a.css";</style>': "imports or fetches",
    "<style>g { fill: url(//a.example) }</style>": "imports or fetches",
    '<?xml-stylesheet href="a.css"?>': "an instruction",
    "<g>": "is no SVG",
    '<g xmlns:s="http://a.example/draw" s:role="layer"/>': "a drawing program, role",
}


def cut_to(text, weight=None):
    """Return the data font with a few characters only, in all weights or in one."""
    font = TTFont(io.BytesIO(font_bytes("Inter")))
    subsetter = subset.Subsetter(subset.Options(name_IDs=["*"]))
    subsetter.populate(text=text)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": weight, "opsz": 14}) if weight else font
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


@pytest.fixture
def branded(small, load, tmp_path):
    """Give a function that loads the small file with a look, the brand's files beside it."""
    make_brand(tmp_path)
    return lambda look=BRAND: load(small + look)


@pytest.fixture
def refused_look(small, refusal, tmp_path):
    """Give a function that returns the error a table [look] with some keys is refused with."""
    make_brand(tmp_path)
    return lambda keys: refusal(f"{small}[look]\n{keys}\n")


def test_workspace_without_a_look_has_the_houses(load):
    """Nothing is set, and the PDF is the accessible one."""
    workspace = load()

    assert (HOUSE_LOOK, "ua") == (workspace.look, workspace.pdf_variant)


def test_brand_is_read_whole(branded):
    """Colours, logo and font come with all their bytes; the font has a name of its own."""
    look = branded().look

    assert (("accent", "#6a1b9a"),) == look.colours
    assert Logo("image/svg+xml", LOGO_SVG.encode()) == look.logo
    assert ("Source Serif 4 Own", True) == (look.data_face.family, look.data_face.variable)
    assert font_bytes("Source Serif 4") == look.data_face.data
    assert look.text_face is None


def test_dark_colours_are_derived_or_given(branded):
    """Purple becomes a lighter purple at night, unless the workspace says what it becomes."""
    derived = dict(branded().look.dark)["accent"]
    given = branded('[look]\naccent = "#6a1b9a"\n[look.dark]\naccent = "#CE9AED"\n').look.dark

    assert "#bf7ce8" == derived
    assert contrast(derived, DARK_COLOURS["paper"]) >= 4.5
    assert (("accent", "#ce9aed"),) == given


def test_png_may_be_a_logo(branded, tmp_path):
    """A sound PNG is taken as it is."""
    (tmp_path / "logo.png").write_bytes(png())

    assert Logo("image/png", png()) == branded('[look]\nlogo = "logo.png"\n').look.logo


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (png()[:-3], "damaged"),
        (png()[:40] + b"\0" + png()[41:], "damaged"),
        (png(width=4001), "more than 4000 pixels"),
        (png()[:8] + png(20)[-12:], "damaged"),
        (png()[:8] + b"\0\0\0\0IHDR" + crc32(b"IHDR").to_bytes(4, "big"), "damaged"),
        (b"GIF89a\xff", "neither SVG"),
    ],
)
def test_other_pictures_are_refused(tmp_path, refused_look, data, words):
    """A damaged or huge PNG, and what is none, are no logo."""
    (tmp_path / "logo.png").write_bytes(data)

    assert words in str(refused_look('logo = "logo.png"'))


@pytest.mark.parametrize(("keys", "place", "words"), [*COLOURS, *FILES])
def test_mistakes_are_told_with_their_line(refused_look, tmp_path, keys, place, words):
    """A colour that breaks a rule or a file that does not serve is refused where it stands."""
    (tmp_path / "large.svg").write_bytes(b" " * 300_000)
    (tmp_path / "text.ttf").write_text("no font")
    (tmp_path / "cut.ttf").write_bytes(font_bytes("Inter")[:5000])
    (tmp_path / "words.ttf").write_bytes(cut_to("abcdefgh"))
    told = str(refused_look(keys))

    assert f"review.toml:{place}" in told
    for word in words:
        assert word in told


@pytest.mark.parametrize(
    ("keys", "place", "words"),
    [
        ('data_font = "one.ttf"', "10, [look] data_font", ("a single weight", "data_font_bold")),
        ('text_font_bold = "one.ttf"', "10, [look] text_font_bold", ("no text_font to go with",)),
        (
            'data_font = "fonts/brand.ttf"\ndata_font_bold = "one.ttf"',
            "11, [look] data_font_bold",
            ("data_font has all weights in it",),
        ),
    ],
)
def test_emphasis_needs_a_weight_of_its_own(refused_look, tmp_path, keys, place, words):
    """A file of one weight has a second beside it; a variable one, or none, has not."""
    (tmp_path / "one.ttf").write_bytes(cut_to(ENOUGH, weight=400))
    told = str(refused_look(keys))

    assert f"review.toml:{place}" in told
    for word in words:
        assert word in told


def test_two_files_of_one_weight_make_a_face(branded, tmp_path):
    """The second file comes along with the first."""
    for weight in (400, 600):
        (tmp_path / f"w{weight}.ttf").write_bytes(cut_to(ENOUGH, weight=weight))
    keys = 'text_font = "w400.ttf"\ntext_font_bold = "w600.ttf"\n'
    face = branded(f"[look]\n{keys}").look.text_face

    assert ("Inter Own", False) == (face.family, face.variable)
    assert (tmp_path / "w600.ttf").read_bytes() == face.bold


@pytest.mark.parametrize(("inside", "words"), IN_SVG.items())
def test_drawings_that_act_or_fetch_are_refused(refused_look, tmp_path, inside, words):
    """Scripts, handlers, references, imports, text and foreign elements are no part of a logo."""
    (tmp_path / "own.svg").write_text(LOGO_SVG.replace("</svg>", f"{inside}</svg>"))

    assert words in str(refused_look('logo = "own.svg"'))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + LOGO_SVG,
        '<?xml version="1.0" encoding="utf-7"?>' + LOGO_SVG,
        LOGO_SVG.replace(' viewBox="0 0 60 40"', ""),
        LOGO_SVG.replace("http://www.w3.org/2000/svg", "http://a.example"),
        "<html/>",
    ],
)
def test_what_is_no_plain_drawing_is_refused(refused_look, tmp_path, text):
    """Entities, other encodings, shapeless drawings and other documents are refused."""
    (tmp_path / "own.svg").write_text(text)

    assert "[look] logo" in str(refused_look('logo = "own.svg"'))


@pytest.mark.parametrize(
    ("target", "words"), [("own.svg", "cannot be read"), ("/etc/hostname", "outside")]
)
def test_links_that_lead_astray_are_refused(refused_look, tmp_path, target, words):
    """A link to itself, and one that leads out of the workspace, are no logo."""
    (tmp_path / "own.svg").symlink_to(target)

    assert words in str(refused_look('logo = "own.svg"'))


def test_drawings_may_have_gradients_and_styles_of_their_own(branded, tmp_path):
    """References within the drawing, plain styles and an XML declaration do no harm."""
    own = LOGO_SVG.replace(
        "</svg>",
        '<style>.a { fill: url(#g) }</style><defs><linearGradient id="g"/></defs>'
        '<path class="a" style="stroke: url(#g)" d="M0 0"/></svg>',
    )
    (tmp_path / "own.svg").write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{own}')

    assert branded('[look]\nlogo = "own.svg"\n').look.logo is not None


def test_examples_in_the_files_we_write_are_right(branded, tmp_path, starter_look):
    """The commented [look] of the starter and the demo loads when its comments are removed."""
    (tmp_path / "fonts" / "data.ttf").write_bytes(font_bytes("Inter"))
    (tmp_path / "fonts" / "text.ttf").write_bytes(font_bytes("Source Serif 4"))
    look = branded(starter_look).look

    assert 8 == len(look.colours)
    assert None not in {look.logo, look.data_face, look.text_face}


@pytest.fixture(params=["config/starter", "demo/files"])
def starter_look(request):
    """Give the commented [look] of a file that we write, without its signs of comment."""
    text = (files("reports") / request.param / "review.toml").read_text()
    found = re.search(r"^# \[look\]\n(?:# .*\n)+", text, re.MULTILINE)
    return re.sub(r"^# ", "", found[0], flags=re.MULTILINE)


def test_pdf_for_archives_is_a_word_at_the_top(small, load, refusal):
    """`pdf` is "ua" or "a3"."""
    assert "a3" == load(f'pdf = "a3"\n{small}').pdf_variant
    assert "'ua' or 'a3'" in str(refusal(f'pdf = "x"\n{small}'))
