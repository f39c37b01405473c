"""The cross-reference as a workbook: the requirements, and the lists that auditors and owners look up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iso20k_docs.compose.matrix_tables import code_and_place, own_said, place_said
from iso20k_docs.model.crossreference import ClauseLine, ListedDocument
from iso20k_docs.model.matrix import Answer, MatrixRow
from iso20k_docs.model.nodes import Tone
from iso20k_docs.model.words import Words
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.links import Links
from iso20k_docs.writers.matrix_words import label
from iso20k_docs.writers.xlsx.book import Book
from iso20k_docs.writers.xlsx.pages import Lists, add_sheet
from iso20k_docs.writers.xlsx.sheets import About, Line, Link, Sheet, SheetColumn, Value

_WIDE, _MIDDLE = 30, 20


def matrix_xlsx(links: Links, look: Look, about: About) -> bytes:
    """Return the cross-reference as the bytes of an XLSX file, its documents linked where there is a way to them."""
    book = Book(look, links.language, about)
    lists = Lists(book)
    sheets = _Sheets(links, about)
    for sheet in sheets.all():
        add_sheet(book, sheet, lists)
    return book.finish()


def about_matrix(links: Links) -> About:
    """Return what the properties say where no document of the set prints the cross-reference."""
    title, organisation = label("title", links.language), links.reference.organisation.in_(links.language)
    return About(
        id="clause-cross-reference",
        title=title,
        code="",
        version="",
        classification="",
        organisation=organisation,
        owner=organisation,
        subject=title,
        description=organisation,
        status="",
        dates=(),
    )


class _Sheets:
    """The sheets of one organisation's cross-reference in one language."""

    def __init__(self, links: Links, about: About) -> None:
        self.links, self.reference, self.language = links, links.reference, links.language
        self.about = about
        self.between = "、" if self.language == "zh" else ", "

    def all(self) -> Iterator[Sheet]:
        """Yield the sheets in their order; that of other standards only where there are any."""
        yield self._requirements()
        yield self._clauses()
        yield self._documents()
        yield self._mandatory()
        yield self._records()
        if self.reference.standards:
            yield self._others()
        yield self._names()
        yield self._responsibility()
        yield self._about()

    # --- parts

    def _sheet(self, key: str, columns: Iterable[SheetColumn], lines: Iterable[Line], fixed: int = 1) -> Sheet:
        title = f"{self._label('title')} · {self._label(key)}"
        return Sheet(self._label(key), title, self._lead(), tuple(columns), tuple(lines), fixed=fixed)

    def _lead(self) -> str:
        matrix = self.reference.matrix
        edition = " + ".join([matrix.standard, *matrix.amendments])
        parts = (self._said(self.reference.organisation), self.about.code, self.about.version, edition)
        return ("　" if self.language == "zh" else "   ").join(filter(None, parts))

    def _label(self, key: str) -> str:
        return label(key, self.language)

    def _said(self, words: Words | None) -> str:
        return words.in_(self.language) if words else ""

    def _column(self, key: str, most: int = 14, *, centred: bool = False, strong: bool = False) -> SheetColumn:
        return SheetColumn(self._label(key), most=most, centred=centred, strong=strong)

    def _role(self, role: str) -> str:
        return self._said(self.reference.roles.get(role))

    def _linked(self, text: str, way: str) -> Value:
        return Link(text, way) if way and text else text

    def _called(self, name: str) -> str:
        document = self.reference.documents[name]
        return f"{document.code} {self._said(document.title)}"

    def _list(self, names: Iterable[str]) -> str:
        return "\n".join(self._called(name) for name in names)

    def _linked_list(self, names: tuple[str, ...]) -> Value:
        """Return a list of documents, with the way to the one that stands alone."""
        return self._linked(self._list(names), self.links.document(names[0]) if len(names) == 1 else "")

    def _departments(self, line: ClauseLine, mark: str) -> str:
        marked = zip(line.marks, self.reference.departments, strict=False)
        return self.between.join(self._said(name) for found, name in marked if found == mark)

    # --- sheets

    def _requirements(self) -> Sheet:
        informative = self._label("informative")
        others = [
            SheetColumn(f"{self._said(each.name)}\n({informative})", most=16) for each in self.reference.standards
        ]
        columns = (
            self._column("clause"),
            self._column("clause-title", 12),
            self._column("requirement", strong=True),
            self._column("point", _WIDE),
            self._column("documented", centred=True),
            self._column("answers", _WIDE),
            self._column("open"),
            self._column("evidence", _MIDDLE),
            self._column("owner", 10),
            self._column("main", 10),
            self._column("part", 12),
            self._column("state", 8, centred=True),
            *others,
        )
        lines = (self._requirement(line, row) for line in self.reference.clauses for row in line.rows)
        return self._sheet("requirements", columns, lines, fixed=3)

    def _requirement(self, line: ClauseLine, row: MatrixRow) -> Line:
        tones: tuple[tuple[int, Tone], ...] = () if row.is_answered else ((11, "critical"),)
        values: tuple[Value, ...] = (
            row.clause,
            self._said(row.title),
            row.requirement,
            self._said(row.summary),
            self._label("yes") if row.documented else "",
            self._answers(row),
            self._first(row),
            self._evidence(row),
            self._role(row.owner),
            self._departments(line, "▲"),
            self._departments(line, "△"),
            self._label("answered" if row.is_answered else "missing"),
            *(self._said(each.clauses[row.clause]) for each in self.reference.standards),
        )
        return Line(values, tones)

    def _answers(self, row: MatrixRow) -> str:
        """Return all places that answer. A link in a cell of several lines would be shown on one by LibreOffice."""
        texts = [self._place(answer) for answer in row.answers] + [own_said(own, self.language) for own in row.own]
        return "\n".join(texts)

    def _first(self, row: MatrixRow) -> Value:
        """Return the link to the first place that answers; the sheet of documents has one to each."""
        for answer in row.answers:
            return self._linked(code_and_place(answer, self.language), self.links.answer(answer))
        for own in row.own:
            return self._linked(self._said(own.by), own.link)
        return ""

    def _place(self, answer: Answer) -> str:
        return f"{code_and_place(answer, self.language)} {self._said(answer.title)}"

    def _evidence(self, row: MatrixRow) -> Value:
        return self._linked_list(tuple(record.id for record in row.records))

    def _clauses(self) -> Sheet:
        columns = (
            self._column("clause", strong=True),
            self._column("clause-title", _MIDDLE),
            self._column("owner"),
            self._column("main"),
            self._column("part", _MIDDLE),
            SheetColumn(self._label("number-of"), "number"),
            SheetColumn(self._label("number-missing"), "number"),
            self._column("where", _WIDE),
            self._column("proofs", _WIDE),
        )
        return self._sheet("clauses", columns, (self._clause(line) for line in self.reference.clauses))

    def _clause(self, line: ClauseLine) -> Line:
        answers = dict.fromkeys(answer.id for row in line.rows for answer in row.answers)
        own = dict.fromkeys(own_said(own, self.language) for row in line.rows for own in row.own)
        records = dict.fromkeys(record.id for row in line.rows for record in row.records)
        values = (
            line.clause,
            self._said(line.title),
            self._role(line.owner),
            self._departments(line, "▲"),
            self._departments(line, "△"),
            str(len(line.rows)),
            str(line.missing),
            "\n".join(filter(None, [self._list(answers), *own])),
            self._list(records),
        )
        return Line(values, ((6, "critical"),) if line.missing else ())

    def _documents(self) -> Sheet:
        """Return a line for every place that answers and every record that proves: each of them linked."""
        columns = (
            self._column("code", strong=True),
            self._column("document", _MIDDLE),
            self._column("tier"),
            self._column("section"),
            self._column("section-title", _MIDDLE),
            self._column("does", centred=True),
            self._column("clause"),
            self._column("requirement"),
            self._column("point", _WIDE),
        )
        lines = (line for document in self.reference.listed for line in self._document(document))
        return self._sheet("documents", columns, lines)

    def _document(self, document: ListedDocument) -> Iterator[Line]:
        way = self.links.document(document.id)
        start = (self._linked(document.code, way), self._said(document.title), self._said(document.tier))
        if document.is_own:
            start = (start[0], f"{start[1]}\n({self._label('own')})", start[2])
        for row in self.reference.answered_by(document):
            for answer in (answer for answer in row.answers if answer.id in document.names):
                section = self._linked(place_said(answer, self.language), self.links.answer(answer))
                does = (section, self._said(answer.title) if answer.anchor else "", self._label("answers-it"))
                yield Line((*start, *does, row.clause, row.requirement, self._said(row.summary)))
        for row in self.reference.proven_by(document):
            proven = ("", "", self._label("proves-it"), row.clause, row.requirement, self._said(row.summary))
            yield Line((*start, *proven))

    def _mandatory(self) -> Sheet:
        columns = (
            self._column("clause"),
            self._column("item", centred=True),
            self._column("information", _WIDE),
            self._column("basis"),
            self._column("held", 40),
        )
        lines = (
            Line(
                (
                    self.between.join(item.clauses),
                    item.item,
                    self._said(item.name),
                    self._label(item.basis),
                    self._linked_list(item.documents) or self._label("unanswered"),
                ),
                () if item.documents else ((4, "critical"),),
            )
            for item in self.reference.held
        )
        return self._sheet("mandatory", columns, lines)

    def _records(self) -> Sheet:
        columns = (
            self._column("code", strong=True),
            self._column("document", _MIDDLE),
            self._column("producer", _MIDDLE),
            self._column("keeper"),
            self._column("medium", _MIDDLE),
            self._column("period"),
            self._column("rule", _WIDE),
            self._column("requirements", _WIDE),
        )
        records = (document for document in self.reference.listed if document.type == "R")
        return self._sheet("records", columns, (self._record(record) for record in records))

    def _record(self, record: ListedDocument) -> Line:
        proven = self.between.join(row.requirement for row in self.reference.proven_by(record))
        producer = self._called(record.producer) if record.producer else ""
        return Line(
            (
                self._linked(record.code, self.links.document(record.id)),
                self._said(record.title),
                self._linked(producer, self.links.document(record.producer) if record.producer else ""),
                self._role(record.keeper),
                self._said(record.medium),
                self._said(record.period),
                self._said(record.rule),
                proven,
            )
        )

    def _others(self) -> Sheet:
        informative, standards = self._label("informative"), self.reference.standards
        others = [SheetColumn(f"{self._said(each.name)}\n({informative})", most=26) for each in standards]
        columns = (self._column("clause", strong=True), self._column("clause-title", _MIDDLE), *others)
        lines = (
            Line((line.clause, self._said(line.title), *(self._said(each.clauses[line.clause]) for each in standards)))
            for line in self.reference.clauses
        )
        return self._sheet("others", columns, lines, fixed=2)

    def _names(self) -> Sheet:
        columns = (self._column("name", _MIDDLE, strong=True), self._column("found", 44))
        lines = (
            Line((self._said(source.name), self._linked_list(source.documents) or self._label("none")))
            for source in self.reference.names
        )
        return self._sheet("names", columns, lines)

    def _responsibility(self) -> Sheet:
        departments = (SheetColumn(self._said(name), centred=True, upright=True) for name in self.reference.departments)
        columns = (
            self._column("clause", strong=True),
            self._column("clause-title", _WIDE),
            self._column("owner"),
            *departments,
        )
        lines = (
            Line(
                (line.clause, self._said(line.title), self._role(line.owner), *line.marks),
                tuple((at + 3, "accent") for at, mark in enumerate(line.marks) if mark == "▲"),
            )
            for line in self.reference.clauses
        )
        return self._sheet("responsibility", columns, lines, fixed=2)

    def _about(self) -> Sheet:
        matrix = self.reference.matrix
        columns = (self._column("about-item", strong=True), self._column("about-text", 60))
        lines = (
            Line((self._label("organisation"), self._said(self.reference.organisation))),
            Line((self._label("standard"), "\n".join([matrix.standard, *matrix.amendments]))),
            Line((self._label("provenance"), self._said(self.reference.provenance))),
            Line((self._label("about"), self._label("legend"))),
        )
        title = f"{self._label('title')} · {self._label('about')}"
        return Sheet(self._label("about"), title, self._lead(), columns, lines, fixed=0, filters=False)
