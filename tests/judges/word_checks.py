"""Checks of a generated DOCX file: what neither the validator nor a look at one page tells.

`findings(docx)` takes the bytes of a package and returns readable sentences; an empty list is a good document.
The numbers are those of the house's list of thirty checks; the rendered ones (9, 29) need LibreOffice.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ap": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
}
W = f"{{{NS['w']}}}"
R = f"{{{NS['r']}}}"
FIRST_PARTS = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
BOUND = ("DocTitle", "CompanyName", "DocCode", "DocVersion", "EffectiveDate", "Classification")
_AMBIGUOUS = re.compile("[\u2018\u2019\u201c\u201d\u2014\u2026]")
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_FULL_WIDTH = re.compile("[\u3000-\u303f\uff01-\uff60]")
_TYPED_NUMBER = re.compile(r"^\s*(\d+(\.\d+)*[.\s]|第.+[章节条]|附录\s*[A-Z]\s)")
_BOOKMARK = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_ALLOWED_LINKS = ("https:", "mailto:")


def attribute(element: etree._Element | None, name: str = "val") -> str:
    """A `w:` attribute, empty where there is none."""
    return "" if element is None else element.get(W + name, "")


def text_of(element: etree._Element) -> str:
    """All text below an element, content controls included."""
    return "".join(t.text or "" for t in element.iter(W + "t"))


@dataclass(frozen=True)
class Package:
    """A DOCX file, read once."""

    content: bytes

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.content))

    @cached_property
    def parts(self) -> dict[str, bytes]:
        return {name: self.archive.read(name) for name in self.archive.namelist()}

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        return {name: etree.fromstring(part) for name, part in self.parts.items() if name.endswith((".xml", ".rels"))}

    @property
    def document(self) -> etree._Element:
        return self.trees["word/document.xml"]

    @property
    def body(self) -> etree._Element:
        body = self.document.find(W + "body")
        assert body is not None
        return body

    @cached_property
    def stories(self) -> dict[str, etree._Element]:
        """Document, headers and footers."""
        return {n: t for n, t in self.trees.items() if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", n)}

    @cached_property
    def styles(self) -> dict[str, etree._Element]:
        return {attribute(s, "styleId"): s for s in self.trees["word/styles.xml"].iter(W + "style")}

    @cached_property
    def relationships(self) -> dict[str, etree._Element]:
        return {r.get("Id", ""): r for r in self.trees["word/_rels/document.xml.rels"]}

    @property
    def language(self) -> str:
        return "zh" if (self.trees["docProps/core.xml"].findtext("dc:language", "", NS)).startswith("zh") else "en"

    @property
    def has_cover(self) -> bool:
        return any(style_of(p) == "Title" for p in self.body.iter(W + "p"))

    def inherited(self, style: str, path: str) -> etree._Element | None:
        """The property of a style or of the style it is based on."""
        seen = style
        while seen in self.styles:
            found = self.styles[seen].find(path, NS)
            if found is not None:
                return found
            seen = attribute(self.styles[seen].find("w:basedOn", NS))
        return None

    def outline(self) -> list[tuple[int, etree._Element]]:
        """Headings of the text: outline level from 0, paragraph."""
        found = []
        for paragraph in self.body.iterchildren(W + "p"):
            level = self.inherited(style_of(paragraph), "w:pPr/w:outlineLvl")
            if level is not None:
                found.append((int(attribute(level)), paragraph))
        return found


def style_of(paragraph: etree._Element) -> str:
    """The style id of a paragraph."""
    return attribute(paragraph.find("w:pPr/w:pStyle", NS)) or "Normal"


Check = Callable[[Package], Iterator[str]]


def check_1_references_and_cells(package: Package) -> Iterator[str]:
    numbers = {attribute(n, "numId") for n in package.trees["word/numbering.xml"].iter(W + "num")} | {"0"}
    for name, story in package.stories.items():
        for tag in ("pStyle", "rStyle", "tblStyle"):
            used = {attribute(e) for e in story.iter(W + tag)}
            for style in sorted(used - package.styles.keys()):
                yield f"{name}: style {style} isn't defined"
        for number in sorted({attribute(e) for e in story.iter(W + "numId")} - numbers):
            yield f"{name}: list {number} isn't defined"
        for cell in story.iter(W + "tc"):
            if len(cell) == 0 or cell[-1].tag != W + "p":
                yield f"{name}: a cell doesn't end with a paragraph"
    for number in sorted({attribute(e) for e in package.trees["word/styles.xml"].iter(W + "numId")} - numbers):
        yield f"styles: list {number} isn't defined"


def check_2_zip_is_reproducible(package: Package) -> Iterator[str]:
    entries = package.archive.infolist()
    names = [entry.filename for entry in entries]
    if names != [*FIRST_PARTS, *sorted(set(names) - set(FIRST_PARTS))]:
        yield f"parts out of order: {names}"
    for entry in entries:
        if entry.date_time != (1980, 1, 1, 0, 0, 0) or entry.create_system != 0 or entry.external_attr != 0:
            yield f"{entry.filename}: date, system or attributes depend on the machine"


def check_3_no_editing_traces(package: Package) -> Iterator[str]:
    for name, story in package.trees.items():
        for element in story.iter(etree.Element):
            tag = etree.QName(element).localname
            if tag in ("proofErr", "lastRenderedPageBreak", "rsids"):
                yield f"{name}: {tag}"
            for key in element.attrib:
                if etree.QName(key).localname.startswith(("rsid", "paraId", "textId")):
                    yield f"{name}: {key} on {tag}"


def check_4_no_library_leftovers(package: Package) -> Iterator[str]:
    for name in package.parts:
        if "thumbnail" in name or "printerSettings" in name:
            yield f"{name} isn't ours"
    if b"python-docx" in package.parts["docProps/core.xml"]:
        yield "core properties name a library"


def check_5_external_targets(package: Package) -> Iterator[str]:
    for name, tree in package.trees.items():
        for one in tree.iterfind("rel:Relationship[@TargetMode='External']", NS):
            target, kind = one.get("Target", ""), one.get("Type", "")
            if not kind.endswith("/hyperlink"):
                yield f"{name}: external target {target} isn't a link"
            if re.match(r"[a-z]+:|/|\\", target) and not target.startswith(_ALLOWED_LINKS):
                yield f"{name}: link to {target} is neither relative nor https"
            if not target.isascii():
                yield f"{name}: link to {target} isn't ASCII"


def check_6_no_prompt_on_opening(package: Package) -> Iterator[str]:
    if package.trees["word/settings.xml"].find("w:updateFields", NS) is not None:
        yield "updateFields makes Word ask on opening"
    for name, story in package.stories.items():
        if story.xpath("//@w:dirty", namespaces=NS):
            yield f"{name}: a dirty field makes Word ask on opening"


def check_7_fields(package: Package) -> Iterator[str]:
    for name, story in package.stories.items():
        yield from (f"{name}: {problem}" for problem in _field_problems(story))


def _field_problems(story: etree._Element) -> Iterator[str]:
    stack: list[list[str]] = []
    for element in story.iter(W + "fldChar", W + "instrText", W + "t"):
        if element.tag == W + "t":
            for open_field in stack:
                open_field[1] += element.text or ""
        elif element.tag == W + "instrText":
            stack[-1][0] += element.text or ""
        elif attribute(element, "fldCharType") == "begin":
            stack.append(["", ""])
        elif attribute(element, "fldCharType") == "end":
            if not stack:
                yield "a field ends that never began"
                return
            instruction, result = stack.pop()
            if not result.strip():
                yield f"field {instruction.strip()} has no cached result"
    if stack:
        yield "a field never ends"


def check_8_contents_list(package: Package) -> Iterator[str]:
    entries = [p for p in package.body.iter(W + "p") if re.fullmatch(r"TOC\d", style_of(p))]
    if not entries:
        return
    headings = [p for level, p in package.outline() if level <= 1]
    if len(entries) != len(headings):
        yield f"{len(entries)} contents entries for {len(headings)} headings"
    for entry, heading in zip(entries, headings, strict=False):
        link = entry.find("w:hyperlink", NS)
        anchor = attribute(link, "anchor")
        if anchor not in {attribute(b, "name") for b in heading.iter(W + "bookmarkStart")}:
            yield f"contents entry {text_of(entry)} doesn't point at heading {text_of(heading)}"
        if text_of(heading) not in text_of(entry):
            yield f"contents entry {text_of(entry)} says something else than heading {text_of(heading)}"
    if any("\\t" in (i.text or "") for i in package.body.iter(W + "instrText") if "TOC" in (i.text or "")):
        yield "the contents field names styles: its separator depends on the locale"


def check_10_bookmarks(package: Package) -> Iterator[str]:
    names = [attribute(b, "name") for b in package.document.iter(W + "bookmarkStart")]
    for name, count in Counter(names).items():
        if count > 1:
            yield f"bookmark {name} stands {count} times"
        if not _BOOKMARK.fullmatch(name):
            yield f"bookmark name {name} isn't one of Word's"
    starts = Counter(attribute(b, "id") for b in package.document.iter(W + "bookmarkStart"))
    ends = Counter(attribute(b, "id") for b in package.document.iter(W + "bookmarkEnd"))
    if starts != ends or any(count > 1 for count in starts.values()):
        yield "bookmark marks don't pair"
    targets = {attribute(h, "anchor") for h in package.document.iter(W + "hyperlink") if h.get(R + "id") is None}
    for instruction in package.document.iter(W + "instrText"):
        found = re.match(r"\s*(?:PAGE)?REF (\S+)", instruction.text or "")
        if found:
            targets.add(found.group(1))
    for target in sorted(targets - set(names)):
        yield f"nothing is called {target}"


def check_11_cached_references(package: Package) -> Iterator[str]:
    ranges = _bookmark_texts(package.body)
    for instruction, result in _fields(package.body):
        found = re.fullmatch(r"REF (\S+) \\h", instruction)
        if found and ranges.get(found.group(1)) != result:
            yield f"reference to {found.group(1)} prints {result!r}, the place says {ranges.get(found.group(1))!r}"


def _fields(story: etree._Element) -> Iterator[tuple[str, str]]:
    stack: list[list[str]] = []
    for element in story.iter(W + "fldChar", W + "instrText", W + "t"):
        if element.tag == W + "t" and stack:
            stack[-1][1] += element.text or ""
        elif element.tag == W + "instrText" and stack:
            stack[-1][0] += element.text or ""
        elif attribute(element, "fldCharType") == "begin":
            stack.append(["", ""])
        elif attribute(element, "fldCharType") == "end" and stack:
            instruction, result = stack.pop()
            yield instruction.strip(), result


def _bookmark_texts(body: etree._Element) -> dict[str, str]:
    opened: dict[str, str] = {}
    texts: dict[str, str] = {}
    for element in body.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "t"):
        if element.tag == W + "bookmarkStart":
            opened[attribute(element, "id")] = attribute(element, "name")
            texts[attribute(element, "name")] = ""
        elif element.tag == W + "bookmarkEnd":
            opened.pop(attribute(element, "id"), None)
        else:
            for name in opened.values():
                texts[name] += element.text or ""
    return texts


def _sections(package: Package) -> list[etree._Element]:
    return list(package.body.iter(W + "sectPr"))


def _furniture(package: Package, section: etree._Element, kind: str) -> etree._Element | None:
    reference = section.find(f"w:{kind}Reference", NS)
    if reference is None:
        return None
    target = package.relationships[reference.get(R + "id", "")].get("Target")
    return package.trees[f"word/{target}"]


def check_12_headers(package: Package) -> Iterator[str]:
    sections = _sections(package)
    for number, section in enumerate(sections, 1):
        header = _furniture(package, section, "header")
        if header is None:
            yield f"section {number} has no header"
        elif not (package.has_cover and number == 1):
            tags = {attribute(t) for t in header.iter(W + "tag")}
            fields = {instruction for instruction, _ in _fields(header)}
            for missing in sorted(set(BOUND) - tags):
                yield f"section {number}: header lacks {missing}"
            for missing in sorted({"PAGE", "NUMPAGES"} - fields):
                yield f"section {number}: header lacks {missing}"


def check_13_values_agree(package: Package) -> Iterator[str]:
    stores = {
        "DocTitle": package.trees["docProps/core.xml"].findtext("dc:title", "", NS),
        "CompanyName": package.trees["docProps/app.xml"].findtext("ap:Company", "", NS),
    }
    names = {
        "code": "DocCode",
        "version": "DocVersion",
        "effective": "EffectiveDate",
        "classification": "Classification",
    }
    for element in package.trees["customXml/item1.xml"]:
        name = names.get(etree.QName(element).localname)
        if name:
            stores[name] = element.text or ""
    mirror = {p.get("name", ""): "".join(p.itertext()) for p in package.trees["docProps/custom.xml"]}
    for name, value in stores.items():
        if mirror.get(name) != value:
            yield f"{name}: custom property {mirror.get(name)!r}, store {value!r}"
    for part, story in package.stories.items():
        for control in story.iter(W + "sdt"):
            name = attribute(control.find("w:sdtPr/w:tag", NS))
            if name in stores and text_of(control) != stores[name]:
                yield f"{part}: {name} shows {text_of(control)!r}, store {stores[name]!r}"


def check_14_footers(package: Package) -> Iterator[str]:
    for number, section in enumerate(_sections(package), 1):
        footer = _furniture(package, section, "footer")
        if footer is None or not re.search("受控|[Cc]ontrolled", text_of(footer)):
            yield f"section {number}: footer lacks the controlled-copy statement"


def check_15_approval_and_revision(package: Package) -> Iterator[str]:
    if not package.has_cover:
        return
    tables = {attribute(t.find("w:tblPr/w:tblCaption", NS)): t for t in package.body.iter(W + "tbl")}
    approvals = tables.get("签批", tables.get("Approvals"))
    if approvals is None or len(approvals.findall("w:tr", NS)) != 4:
        yield "the approval table doesn't have three signatories"
    revisions = tables.get("修订记录", tables.get("Revision history"))
    version = package.trees["customXml/item1.xml"].findtext("{*}version")
    newest = revisions.findall("w:tr", NS)[1] if revisions is not None else None
    if newest is None or text_of(newest[1]) != version:
        yield f"the newest revision isn't the document's version {version}"


def check_16_headings(package: Package) -> Iterator[str]:
    previous = -1
    for level, paragraph in package.outline():
        text, style = text_of(paragraph), style_of(paragraph)
        if level > previous + 1:
            yield f"heading {text}: level {level + 1} follows level {previous + 1}"
        previous = level
        numbered = attribute(package.inherited(style, "w:pPr/w:numPr/w:numId")) not in ("", "0")
        if numbered and _TYPED_NUMBER.match(text):
            yield f"heading {text}: its number is typed"


def check_17_lists(package: Package) -> Iterator[str]:
    numbering = package.trees["word/numbering.xml"]
    restarted = {
        attribute(n, "numId")
        for n in numbering.iter(W + "num")
        if n.find("w:lvlOverride/w:startOverride", NS) is not None
    }
    for paragraph in package.body.iter(W + "p"):
        if style_of(paragraph).startswith("ListNumber"):
            number = attribute(paragraph.find("w:pPr/w:numPr/w:numId", NS))
            if number not in restarted:
                yield f"numbered item {text_of(paragraph)[:20]} doesn't begin its own list"


def check_18_no_layout_by_blanks(package: Package) -> Iterator[str]:
    for paragraph in package.body.iterchildren(W + "p"):
        spacing = paragraph.find("w:pPr/w:spacing", NS)
        exact = attribute(spacing, "lineRule") == "exact" and int(attribute(spacing, "line") or 0) <= 320
        if not text_of(paragraph) and not exact and paragraph.find(".//w:drawing", NS) is None:
            yield f"empty paragraph in style {style_of(paragraph)}"
    if package.body.xpath("//w:br[@w:type='page']", namespaces=NS):
        yield "a page break character"
    for text in package.document.iter(W + "t"):
        if "  " in (text.text or ""):
            yield f"run of spaces in {text.text!r}"


def check_19_tables(package: Package) -> Iterator[str]:
    for name, story in package.stories.items():
        for table in story.iter(W + "tbl"):
            title = attribute(table.find("w:tblPr/w:tblCaption", NS))
            yield from (f"{name}: table {title or '?'}: {problem}" for problem in _table_problems(table))
        for table in story.iter(W + "tbl"):
            following = table.getnext()
            if following is None or following.tag != W + "p":
                yield f"{name}: no paragraph after table {attribute(table.find('w:tblPr/w:tblCaption', NS))}"


def _table_problems(table: etree._Element) -> Iterator[str]:
    grid = [int(attribute(c, "w")) for c in table.iterfind("w:tblGrid/w:gridCol", NS)]
    if sum(grid) != int(attribute(table.find("w:tblPr/w:tblW", NS), "w")):
        yield "columns don't add up to the width"
    if attribute(table.find("w:tblPr/w:tblLayout", NS), "type") != "fixed":
        yield "layout isn't fixed"
    for needed in ("tblStyle", "tblCaption"):
        if not attribute(table.find(f"w:tblPr/w:{needed}", NS)):
            yield f"no {needed}"
    has_header = attribute(table.find("w:tblPr/w:tblLook", NS), "firstRow") == "1"
    if has_header and table.find("w:tr/w:trPr/w:tblHeader", NS) is None:
        yield "the header row doesn't repeat"
    for number, row in enumerate(table.iterfind("w:tr", NS), 1):
        yield from (f"row {number}: {problem}" for problem in _row_problems(row, grid))


def _row_problems(row: etree._Element, grid: list[int]) -> Iterator[str]:
    at = 0
    for cell in row.iterfind("w:tc", NS):
        span = int(attribute(cell.find("w:tcPr/w:gridSpan", NS)) or 1)
        if int(attribute(cell.find("w:tcPr/w:tcW", NS), "w")) != sum(grid[at : at + span]):
            yield "a cell's width isn't its columns'"
        at += span
    if at != len(grid):
        yield f"{at} of {len(grid)} columns"
    if row.find("w:trPr/w:cantSplit", NS) is None:
        yield "it may be split over pages"


def check_20_captions(package: Package) -> Iterator[str]:
    numbers = []
    for paragraph in package.body.iterchildren(W + "p"):
        if style_of(paragraph) != "Caption":
            continue
        numbers += [int(result) for instruction, result in _fields(paragraph) if instruction.startswith("SEQ")]
        following = paragraph.getnext()
        if following is None or following.tag != W + "tbl":
            yield f"caption {text_of(paragraph)} doesn't stand on a table"
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"captions are numbered {numbers}"


def _blocks_by_section(package: Package) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    collected: list[etree._Element] = []
    for block in package.body:
        if block.tag == W + "sectPr":
            yield block, collected
            return
        collected.append(block)
        section = block.find("w:pPr/w:sectPr", NS)
        if section is not None:
            yield section, collected
            collected = []


def text_width(section: etree._Element) -> int:
    """Width between the margins of a section."""
    size, margins = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
    return int(attribute(size, "w")) - int(attribute(margins, "left")) - int(attribute(margins, "right"))


def check_21_22_widths(package: Package) -> Iterator[str]:
    for number, (section, blocks) in enumerate(_blocks_by_section(package), 1):
        room = text_width(section)
        landscape = attribute(section.find("w:pgSz", NS), "orient") == "landscape"
        for table in (block for block in blocks if block.tag == W + "tbl"):
            title = attribute(table.find("w:tblPr/w:tblCaption", NS))
            columns = [int(attribute(c, "w")) for c in table.iterfind("w:tblGrid/w:gridCol", NS)]
            if sum(columns) > room:
                yield f"section {number}: table {title} is wider than the page"
            if len(columns) > 8 and not landscape:
                yield f"section {number}: table {title} has {len(columns)} columns on a portrait page"
        for block in blocks:
            for extent in block.iter(f"{{{NS['wp']}}}extent"):
                if int(extent.get("cx", "0")) / 635 > room:
                    yield f"section {number}: a picture is wider than the page"
        header = _furniture(package, section, "header")
        if header is not None and not (package.has_cover and number == 1):
            width = int(attribute(header.find("w:tbl/w:tblPr/w:tblW", NS), "w"))
            if width != room:
                yield f"section {number}: header is {width} wide, text {room}"


def check_23_fonts(package: Package) -> Iterator[str]:
    defaults = package.trees["word/styles.xml"].find("w:docDefaults/w:rPrDefault/w:rPr", NS)
    assert defaults is not None
    fonts, language = defaults.find("w:rFonts", NS), defaults.find("w:lang", NS)
    for name in ("ascii", "hAnsi", "eastAsia", "cs", "asciiTheme", "eastAsiaTheme"):
        if not attribute(fonts, name):
            yield f"the defaults don't set the {name} font"
    if attribute(language, "eastAsia") != "zh-CN":
        yield "East Asian language isn't zh-CN"
    for place in ("majorFont", "minorFont"):
        face = package.trees["word/theme/theme1.xml"].find(f".//a:{place}/a:ea", NS)
        if face is None or not face.get("typeface"):
            yield f"the theme's {place} has no East Asian font"
    declared = {attribute(f, "name") for f in package.trees["word/fontTable.xml"]} | {"MS Gothic"}
    for name, tree in package.trees.items():
        for font in tree.iter(W + "rFonts"):
            if attribute(font, "eastAsia") and attribute(font, "eastAsia") not in declared:
                yield f"{name}: East Asian font {attribute(font, 'eastAsia')} isn't in the font table"


def check_24_marks(package: Package) -> Iterator[str]:
    for name, story in package.stories.items():
        for text in story.iter(W + "t"):
            value = text.text or ""
            run = text.getparent()
            assert run is not None
            hinted = attribute(run.find("w:rPr/w:rFonts", NS), "hint") == "eastAsia"
            if package.language == "zh" and _AMBIGUOUS.search(value) and not hinted:
                yield f"{name}: marks of {value!r} would take the Latin font"
            if package.language == "en" and (_FULL_WIDTH.search(value) or _CJK.search(value)):
                yield f"{name}: {value!r} has full-width characters"


def check_25_line_heights(package: Package) -> Iterator[str]:
    used = {style_of(p) for story in package.stories.values() for p in story.iter(W + "p") if text_of(p)}
    for style in sorted(used):
        size = package.inherited(style, "w:rPr/w:sz")
        spacing = package.inherited(style, "w:pPr/w:spacing")
        if attribute(spacing, "lineRule") != "atLeast":
            yield f"style {style}: line height isn't `at least`"
        elif size is not None and int(attribute(spacing, "line")) < int(attribute(size)) * 13:
            yield f"style {style}: line {attribute(spacing, 'line')} for size {attribute(size)}"
    indent = package.styles["BodyText"].find("w:pPr/w:ind", NS)
    if package.language == "zh" and (
        attribute(indent, "firstLineChars") != "200" or not attribute(indent, "firstLine")
    ):
        yield "Chinese body text isn't indented by two characters in both ways"


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours after WCAG 2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_26_contrast(package: Package) -> Iterator[str]:
    for name, story in package.stories.items():
        for run in story.iter(W + "r"):
            if not "".join(t.text or "" for t in run.iterfind("w:t", NS)).strip():
                continue
            ink, ground = _ink(package, run), _ground(package, run)
            if contrast(ink, ground) < 4.45:
                yield f"{name}: {text_of(run)[:20]!r}: {ink} on {ground} is {contrast(ink, ground):.1f}:1"


def _ink(package: Package, run: etree._Element) -> str:
    paragraph = next(run.iterancestors(W + "p"))
    own = package.inherited(attribute(run.find("w:rPr/w:rStyle", NS)), "w:rPr/w:color")
    styled = package.inherited(style_of(paragraph), "w:rPr/w:color")
    return attribute(run.find("w:rPr/w:color", NS)) or attribute(own) or attribute(styled) or "000000"


def _ground(package: Package, run: etree._Element) -> str:
    paragraph = next(run.iterancestors(W + "p"))
    cell = next(run.iterancestors(W + "tc"), None)
    shades = [package.inherited(style_of(paragraph), "w:pPr/w:shd")]
    if cell is not None:
        shades.append(cell.find("w:tcPr/w:shd", NS))
    return next((attribute(shade, "fill") for shade in shades if attribute(shade, "fill")), "FFFFFF")


def check_27_direct_formatting(package: Package) -> Iterator[str]:
    runs = list(package.body.iter(W + "r"))
    direct = [
        r for r in runs if r.find("w:rPr/w:sz", NS) is not None or attribute(r.find("w:rPr/w:rFonts", NS), "ascii")
    ]
    boxes = [r for r in direct if text_of(r) in ("\u2610", "\u2612")]
    if runs and (len(direct) - len(boxes)) / len(runs) >= 0.05:
        yield f"{len(direct)} of {len(runs)} runs set font or size directly"


def check_28_accessibility(package: Package) -> Iterator[str]:
    pictures = [p for story in package.stories.values() for p in story.iter(f"{{{NS['wp']}}}docPr")]
    for number, count in Counter(p.get("id") for p in pictures).items():
        if count > 1:
            yield f"{count} pictures share id {number}"
    if any(not p.get("descr") for p in pictures):
        yield "a picture has no description"
    for element in ("dc:title", "dc:language", "dc:creator"):
        if not package.trees["docProps/core.xml"].findtext(element, "", NS):
            yield f"core properties lack {element}"


def check_30_controls(package: Package) -> Iterator[str]:
    ids: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    for name, story in package.stories.items():
        for control in story.iter(W + "sdt"):
            properties = control.find("w:sdtPr", NS)
            assert properties is not None
            ids[attribute(properties.find("w:id", NS))] += 1
            if properties.find("w:docPartObj", NS) is not None:
                continue
            tag = attribute(properties.find("w:tag", NS))
            if tag not in BOUND:
                tags[tag] += 1
            if not attribute(properties.find("w:alias", NS)) or not tag:
                yield f"{name}: a control has no name or no tag"
            if attribute(properties.find("w:lock", NS)) != "sdtLocked":
                yield f"{name}: control {tag} can be deleted"
            if control.getparent() is None or control.getparent().tag == W + "body":
                yield f"{name}: control {tag} wraps blocks"
            empty = properties.find("w:showingPlcHdr", NS) is not None
            if empty and attribute(control.find(".//w:rStyle", NS)) != "PlaceholderText":
                yield f"{name}: control {tag} shows its prompt as an answer"
        if story.find(".//w:pict", NS) is not None:
            yield f"{name}: VML"
    yield from (f"{count} controls share id {number}" for number, count in ids.items() if count > 1)
    yield from (f"{count} controls share tag {tag}" for tag, count in tags.items() if count > 1)


CHECKS: tuple[Check, ...] = tuple(check for name, check in sorted(globals().items()) if name.startswith("check_"))


def findings(content: bytes) -> list[str]:
    """Return what is wrong with a document, as `check: sentence`."""
    package = Package(content)
    return [f"{check.__name__}: {finding}" for check in CHECKS for finding in check(package)]
