"""Render the texts of our documents with docxtpl: `python with_docxtpl.py FOLDER OUTPUT`, or `--template FOLDER`.

What is compared: the whole process from finished plain text to DOCX files. docxtpl gets the text of `documents.json`
(headings, paragraphs, list items, tables, all composed, numbered and resolved by us) and one template with a header,
a footer with the page number, a contents field and styled headings and tables; it renders every document in one
process. So docxtpl is spared the loading, checking and composing that our own time contains, and writes less: no
numbering, links, bookmarks, form controls, column widths, control or revision tables.
`--template` makes the template with python-docx; that is not timed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

_STYLES = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "item": "List Bullet", "p": "Normal"}


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


def make_template(path: Path) -> None:
    """Write the one template that all documents are rendered with."""
    template = Document()
    section = template.sections[0]
    section.header.paragraphs[0].text = "{{ code }}\t{{ title }}"
    _field(section.footer.paragraphs[0], "PAGE")
    template.add_heading("{{ title }}", 0)
    _field(template.add_paragraph(), 'TOC \\o "1-3" \\h')
    template.add_paragraph("{%p for block in blocks %}")
    for kind, style in _STYLES.items():
        template.add_paragraph(f'{{%p if block.kind == "{kind}" %}}')
        template.add_paragraph("{{ block.text }}", style)
        template.add_paragraph("{%p endif %}")
    template.add_paragraph('{%p if block.kind == "table" %}')
    table = template.add_table(3, 3, "Table Grid")
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    for column, text in enumerate(("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")):
        table.cell(1, column).text = text
    table.cell(2, 0).text = "{%tr endfor %}"
    template.add_paragraph("{%p endif %}")
    template.add_paragraph("{%p endfor %}")
    template.save(str(path))


def render(folder: Path, output: Path) -> None:
    """Render every document of `documents.json` into the output folder."""
    output.mkdir(parents=True, exist_ok=True)
    for document in json.loads((folder / "documents.json").read_text(encoding="utf-8")):
        template = DocxTemplate(folder / "template.docx")
        template.render(document, autoescape=True)
        template.save(output / f"{document['name']}.docx")


if __name__ == "__main__":
    if sys.argv[1] == "--template":
        make_template(Path(sys.argv[2]) / "template.docx")
    else:
        render(Path(sys.argv[1]), Path(sys.argv[2]))
