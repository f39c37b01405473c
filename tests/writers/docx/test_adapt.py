"""Documents in the look of foreign templates: theirs where it can be, ours where it must."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from iso20k_docs.inspect.package import read_package
from iso20k_docs.inspect.template import template_of
from iso20k_docs.model.colours import contrast
from iso20k_docs.model.drawing import Drawing, Shape
from iso20k_docs.model.nodes import Document, Figure, Heading, Text
from iso20k_docs.model.picture import Picture
from iso20k_docs.model.template import Sheet
from iso20k_docs.model.words import Words
from iso20k_docs.writers.docx import DocxWriter, Look
from iso20k_docs.writers.docx.adapt import Adapted, adapt
from iso20k_docs.writers.docx.look import Preset, readable, tinted
from iso20k_docs.writers.docx.scale import layout
from tests.judges import validator, word_checks
from tests.templates import made
from tests.writers.docx import samples
from tests.writers.docx.test_writer import part

TEMPLATES = tuple(made.all_templates())


def adapted(name: str, preset: Preset = "modern", sheet: Sheet | None = None) -> Adapted:
    template = template_of(read_package(made.all_templates()[name], name))
    return adapt(replace(template, sheet=sheet) if sheet else template, Look.preset(preset))


def told(found: Adapted, subject: str) -> list[str]:
    return [f"{note.kind}: {note.message.en}" for note in found.notes if note.subject.en == subject]


def style(content: bytes, name: str) -> str:
    found = re.search(f'<w:style [^>]*w:styleId="{name}">.*?</w:style>', part(content, "word/styles.xml"))
    assert found is not None
    return found.group()


def with_high_figure(document: Document, height: float = 212.0) -> Document:
    shape = Shape("rect", 0.5, 0.5, 163, height - 1, lines=("Incident management",))
    figure = Figure("f", Drawing(164.0, height, (shape,), "Chart", "A chart"), (Text("Chart"),), "f", number="1")
    heading = Heading("h-f", 1, "figures", (Text("Figures"),), number="1")
    return replace(document, blocks=(heading, figure))


@pytest.mark.parametrize("preset", ["modern", "formal"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_check_is_passed_with_every_template(name: str, preset: Preset) -> None:
    writer = DocxWriter(adapted(name, preset).look)
    documents = dict(samples.all_samples())
    documents |= {f"figure-{key}": with_high_figure(made) for key, made in documents.items() if "procedure" in key}
    written = {key: writer.write(document) for key, document in documents.items()}
    assert [f"{key}: {one}" for key, content in written.items() for one in word_checks.findings(content)] == []
    assert validator.all_clean(written) == []


def test_the_headings_of_a_template_with_our_structure() -> None:
    content = DocxWriter(adapted("chinese").look).write(samples.procedure("zh"))
    first = style(content, "Heading1")
    assert 'w:eastAsia="SimHei"' in first
    assert '<w:jc w:val="center"/>' in first
    assert '<w:color w:val="C00000"/><w:sz w:val="32"/>' in first
    assert '<w:numId w:val="1"/>' in first
    assert '<w:ind w:firstLineChars="200" w:firstLine="480"/>' in style(content, "BodyText")
    assert '<a:accent1><a:srgbClr val="C00000"/></a:accent1>' in part(content, "word/theme/theme1.xml")
    assert '<w:altName w:val="华文中宋"/>' in part(content, "word/fontTable.xml")


def test_grounds_and_rules_of_headings_are_kept_where_they_can_be_read() -> None:
    look = adapted("english").look
    content = DocxWriter(look).write(samples.procedure("en"))
    assert 'w:fill="1B5E20"' in style(content, "Heading1")
    assert 'w:color="1B5E20"' in style(content, "Heading2")
    assert layout(look, "en")["Heading2"].frame == 60  # 1 pt of line, 2 pt of room


def test_what_could_not_be_read_is_darkened_and_told() -> None:
    found = adapted("english")
    assert told(found, "heading 2")[-1] == "repaired: colour 66BB6A is too light: 3E7740"
    assert found.look.styles["Heading2"].colour == "3E7740"
    assert found.look.accent == readable("E65100")
    for ground in (found.look.tint, found.look.soft, found.look.accent_tint):
        for ink in (found.look.primary, found.look.accent, found.look.ink, found.look.grey):
            assert contrast(ink, ground) >= 4.5


def test_an_own_colour_of_the_brand_wins_over_the_templates() -> None:
    look = adapted("chinese").look.coloured("004D40")
    assert (look.primary, look.tint) == ("004D40", tinted("004D40", 0.09))
    assert look.styles["Heading1"].colour == "C00000"


def test_the_page_of_a_template_with_room_for_the_control_header() -> None:
    found = adapted("english")
    content = DocxWriter(found.look).write(samples.procedure("en"))
    assert '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1860" w:right="1440" w:bottom="1330"' in part(content)
    assert told(found, "page") == [
        "taken: 216 × 279 mm, text width 165 mm",
        "repaired: the top margin of 25 mm has no room for header or footer: 33 mm",
        "repaired: the bottom margin of 19 mm has no room for header or footer: 23 mm",
    ]


def test_a_page_that_is_too_narrow_is_not_taken() -> None:
    found = adapted("chinese", sheet=Sheet(8391, 11906, 1440, 1440, 1440, 1440, 700, 700))
    assert found.look.sheet is None
    assert told(found, "page") == [
        "repaired: a text width of 97 mm doesn't suit tables and diagrams: A4 and our margins are used"
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_diagrams_shrink_with_the_page_and_their_letters_with_them(name: str) -> None:
    look = adapted(name).look
    measures = layout(look, "zh")
    content = part(DocxWriter(look).write(with_high_figure(samples.procedure("zh"))))
    found = re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', content)
    assert found is not None
    assert int(found[1]) <= measures.portrait.text_width * 635
    assert int(found[2]) <= measures.portrait.text_height * 635
    share = int(found[1]) / (164 * 36000)
    drawn = "DiagramTextHigh" if "DiagramTextHigh" in content else "DiagramText"
    assert measures[drawn].size <= 16 * share
    assert measures[drawn].size >= 12


def test_wide_letters_stay_out_of_diagrams() -> None:
    template = template_of(read_package(made.english(), "english"))
    wide = {role: replace(traits, latin="Verdana") for role, traits in template.styles.items()}
    look = adapt(replace(template, styles=wide), Look()).look
    content = DocxWriter(look).write(samples.procedure("en"))
    assert 'w:ascii="Verdana"' in part(content, "word/styles.xml")
    assert 'w:ascii="Arial"' in style(content, "DiagramText")


def test_an_unknown_typeface_is_told_because_pages_are_estimated() -> None:
    template = template_of(read_package(made.english(), "english"))
    own = {role: replace(traits, latin="House Grotesk") for role, traits in template.styles.items()}
    found = adapt(replace(template, styles=own), Look())
    assert told(found, "page estimate") == [
        "repaired: the widths of 'House Grotesk' aren't known: contents pages are estimated by Arial's "
        "(or use --exact-pages)"
    ]


def test_a_template_that_says_nothing_leaves_our_look_readable() -> None:
    empty = made.package(['<w:style w:type="paragraph" w:styleId="x"><w:name w:val="x"/></w:style>'], "<w:p/>")
    found = adapt(template_of(read_package(empty, "empty")), Look())
    content = DocxWriter(found.look).write(samples.procedure("en"))
    assert word_checks.findings(content) == []
    assert told(found, "heading 1") == ["missing: not in the template: ours is used"]
    assert 'w:ascii="Arial"' in part(content, "word/styles.xml")


def test_the_logo_as_vectors_with_the_picture_for_other_readers() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle r="9"/></svg>'
    look = Look(logo=Picture("png", samples.logo(), 24, 24, drawing))
    content = DocxWriter(look).write(samples.procedure("zh"))
    assert part(content, "word/media/logo.svg") == drawing.decode()
    assert part(content).count('r:embed="rId7"') == 1
    assert (
        '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rId2"/>'
        in part(content, "word/header2.xml")
    )
    assert validator.all_clean({"svg": content}) == []
    assert word_checks.findings(content) == []


def test_a_long_name_beside_a_logo_keeps_its_line() -> None:
    made = samples.procedure("en")
    name = "Hangzhou Yunfan Zhilian Information Technology Co., Ltd."
    wide = Picture("png", samples.logo(), 90, 30)
    long = replace(made, title="Emergency change", control=replace(made.control, organisation=name))
    content = DocxWriter(Look(logo=wide)).write(long)
    header = part(content, "word/header2.xml")
    assert header.count("<w:gridCol ") == 6  # the name ends between two values of the strip
    assert word_checks.findings(content) == []
    assert validator.all_clean({"long": content}) == []


def test_the_brands_own_words_in_header_and_footer_beside_what_is_bound() -> None:
    look = Look(header_text=Words("服务管理体系", "Service management"), footer_text=Words("内部资料", "Internal use"))
    content = DocxWriter(look).write(samples.procedure("en"))
    header, footer = part(content, "word/header2.xml"), part(content, "word/footer2.xml")
    assert "<w:t>Service management</w:t>" in header
    assert "<w:t>Internal use</w:t>" in footer
    assert "©" not in footer
    assert word_checks.findings(content) == []
