"""The cross-reference as one page: it works from a file share, without a network, by keyboard and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote

from iso20k_docs.compose.matrix_tables import by_clause, code_and_place, departments_said, own_said
from iso20k_docs.model.crossreference import ClauseLine, CrossReference, ListedDocument
from iso20k_docs.model.matrix import Answer, MatrixRow, OwnAnswer
from iso20k_docs.model.words import LANGUAGE_TAGS, Language, Words
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.html.look import SCRIPT, style
from iso20k_docs.writers.html.words import say
from iso20k_docs.writers.links import Links
from iso20k_docs.writers.matrix_words import label

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action 'none'"
"""Nothing is fetched, sent or framed: the page is what the file holds."""
_VIEWS = ("requirements", "clauses", "documents", "mandatory", "records", "others", "names", "responsibility")
_SAFE = "/.-_~#?=&%:"


def matrix_html(links: Links, look: Look, code: str, other_language: str = "") -> bytes:
    """Return the page; `other_language` is the way to the page in the other language, empty where there is none."""
    return _Page(links, look, code, other_language).text().encode()


class _Page:
    """The page of one organisation in one language."""

    def __init__(self, links: Links, look: Look, code: str, other_language: str) -> None:
        self.links, self.look, self.code, self.other_language = links, look, code, other_language
        self.reference: CrossReference = links.reference
        self.language: Language = links.language

    def text(self) -> str:
        """Return the whole page."""
        title = f"{self._label('title')} · {self.reference.organisation.in_(self.language)}"
        views = [view for view in _VIEWS if view != "others" or self.reference.standards]
        tabs = "".join(self._tab(view) for view in views)
        sections = "".join(self._section(view) for view in views)
        return (
            f'<!doctype html>\n<html lang="{LANGUAGE_TAGS[self.language]}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
            '<meta name="color-scheme" content="light">\n'
            f"<title>{escape(title)}</title>\n<style>{style(self.look, self.language)}</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#main">{self._say("skip")}</a>\n{self._header()}\n'
            f'<nav role="tablist" aria-label="{self._say("views")}">{tabs}</nav>\n<main id="main">\n{sections}</main>\n'
            f"{self._footer()}\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
        )

    # --- parts

    def _label(self, key: str) -> str:
        return escape(label(key, self.language))

    def _say(self, key: str) -> str:
        return escape(say(key, self.language))

    def _said(self, words: Words | None) -> str:
        return escape(words.in_(self.language)) if words else ""

    def _role(self, role: str) -> str:
        return self._said(self.reference.roles.get(role))

    def _link(self, text: str, way: str) -> str:
        return f'<a href="{escape(quote(way, safe=_SAFE))}">{text}</a>' if way else text

    def _document(self, name: str) -> str:
        document = self.reference.documents[name]
        code = f'<span class="code">{escape(document.code)}</span> {self._said(document.title)}'
        return self._link(code, self.links.document(name))

    def _list(self, items: Iterable[str], otherwise: str = "") -> str:
        """Return a list of one or more lines; one line needs no list."""
        found = list(items)
        if len(found) > 1:
            return "<ul>" + "".join(f"<li>{item}</li>" for item in found) + "</ul>"
        return found[0] if found else otherwise

    def _quiet(self) -> str:
        return f'<span class="quiet">{self._label("none")}</span>'

    def _table(self, heads: Sequence[str], body: str, classes: str = "sticky") -> str:
        row = "".join(head if head.startswith("<th") else f'<th scope="col">{head}</th>' for head in heads)
        return f'<div class="wide"><table class="{classes}"><thead><tr>{row}</tr></thead>{body}</table></div>'

    def _rows(self, rows: Iterable[Sequence[str]]) -> str:
        """Return rows whose first cell heads them."""
        lines = []
        for first, *rest in rows:
            lines.append(f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>")
        return "<tbody>" + "\n".join(lines) + "</tbody>"

    # --- frame

    def _header(self) -> str:
        matrix = self.reference.matrix
        edition = " + ".join([matrix.standard, *matrix.amendments])
        missing = len(matrix.uncovered)
        listed = self.reference.listed
        records = sum(document.type == "R" for document in listed)
        figures = (
            (len(matrix.rows), self._label("requirements"), ""),
            (len(matrix.rows) - missing, self._label("answered"), ""),
            (missing, self._label("missing"), "bad" if missing else ""),
            (len(listed) - records, self._say("documents"), ""),
            (records, self._say("records"), ""),
        )
        shown = "".join(f'<li class="{kind}"><b>{number}</b><span>{text}</span></li>' for number, text, kind in figures)
        parts = filter(
            None, [self._said(self.reference.organisation), escape(self.code), escape(edition), self._tongue()]
        )
        return (
            f"<header><h1>{self._label('title')}</h1>\n<p>{' · '.join(parts)}</p>\n"
            f'<ul class="figures">{shown}</ul></header>'
        )

    def _tongue(self) -> str:
        if not self.other_language:
            return ""
        way, tag = escape(quote(self.other_language, safe=_SAFE)), "en" if self.language == "zh" else "zh"
        return f'<a class="tongue" lang="{tag}" href="{way}">{self._say("other-language")}</a>'

    def _tab(self, view: str) -> str:
        chosen = view == "requirements"
        return (
            f'<button type="button" role="tab" id="tab-{view}" aria-controls="view-{view}" '
            f'aria-selected="{"true" if chosen else "false"}">{self._label(view)}</button>'
        )

    def _section(self, view: str) -> str:
        body = getattr(self, f"_{view}")()
        return f'<section id="view-{view}" role="tabpanel" aria-labelledby="tab-{view}">\n{body}\n</section>\n'

    def _footer(self) -> str:
        return (
            f"<footer><p>{self._label('legend')}</p><p>{self._label('provenance')}: "
            f"{self._said(self.reference.provenance)}</p></footer>"
        )

    # --- requirements

    def _requirements(self) -> str:
        heads = [self._label(key) for key in ("requirement", "point", "answers", "evidence", "owner")]
        heads += [f"{self._said(each.name)}<br>({self._label('informative')})" for each in self.reference.standards]
        bodies = "\n".join(self._clause_body(line, len(heads)) for line in self.reference.clauses)
        counted = self._say("count")
        return (
            f"{self._filters()}\n"
            f'<p id="count" role="status" data-said="{counted}"></p>\n{self._table(heads, bodies, "requirements")}'
        )

    def _filters(self) -> str:
        owners = dict.fromkeys(line.owner for line in self.reference.clauses)
        tiers = {document.type: document.tier for document in self.reference.documents.values()}
        choices = {
            "clause": [(line, text) for line, text in self._clause_choices()],
            "owner": sorted(((role, self._role(role)) for role in owners), key=lambda pair: pair[1]),
            "tier": [*((type_, self._said(tier)) for type_, tier in tiers.items()), ("own", self._say("own-only"))],
            "state": [(key, self._say(f"state-{key}")) for key in ("missing", "unproven", "documented")],
        }
        selects = "".join(self._select(key, options) for key, options in choices.items())
        return (
            f'<form role="search" aria-label="{self._say("filter")}"><label class="search">{self._say("search")}'
            '<input type="search" id="q" autocomplete="off" spellcheck="false" '
            f'placeholder="{self._say("example")}"></label>'
            f'{selects}<button type="reset">{self._say("reset")}</button></form>'
        )

    def _clause_choices(self) -> Iterator[tuple[str, str]]:
        """Yield the clauses with requirements and those above them, set in by their depth."""
        above = {line.clause[:at] for line in self.reference.clauses for at in range(1, len(line.clause) + 1)}
        for clause, title in self.reference.headings.items():
            if clause in above:
                yield clause, "\u2003" * clause.count(".") + f"{clause} {self._said(title)}"

    def _select(self, key: str, options: Sequence[tuple[str, str]]) -> str:
        listed = "".join(f'<option value="{escape(value)}">{text}</option>' for value, text in options)
        every = f'<option value="">{self._say("all")}</option>'
        return f'<label>{self._say(f"by-{key}")}<select id="{key}" autocomplete="off">{every}{listed}</select></label>'

    def _clause_body(self, line: ClauseLine, width: int) -> str:
        said = escape(departments_said(self.reference, line, self.language))
        head = f"{line.clause} {self._said(line.title)}<span>{said}</span>"
        rows = "\n".join(self._requirement(line, row) for row in line.rows)
        return (
            f'<tbody data-clause="{line.clause}" data-owner="{line.owner}">'
            f'<tr class="clause"><th scope="rowgroup" colspan="{width}">{head}</th></tr>\n{rows}</tbody>'
        )

    def _requirement(self, line: ClauseLine, row: MatrixRow) -> str:
        answers = [*(self._answer(answer) for answer in row.answers), *(self._own(answer) for answer in row.own)]
        unanswered = f'<span class="none">{self._label("unanswered")}</span>'
        documented = f' <span class="tag">{self._label("documented")}</span>' if row.documented else ""
        cells = [
            self._said(row.summary) + documented,
            self._list(answers, unanswered),
            self._list((self._document(record.id) for record in row.records), self._quiet()),
            self._role(row.owner),
            *(self._said(each.clauses[line.clause]) for each in self.reference.standards),
        ]
        shown = "".join(f"<td>{cell}</td>" for cell in cells)
        attributes = f'data-r="{row.requirement}" data-tiers="{self._tiers(row)}" data-state="{_state(row)}"'
        return f'<tr {attributes}><th scope="row">{row.requirement}</th>{shown}</tr>'

    def _tiers(self, row: MatrixRow) -> str:
        names = [*(answer.id for answer in row.answers), *(record.id for record in row.records)]
        listed = [self.reference.documents[name] for name in names]
        found = [*(document.type for document in listed), *("own" for document in listed if document.is_own)]
        return " ".join(dict.fromkeys([*found, *("own" for _ in row.own)]))

    def _answer(self, answer: Answer) -> str:
        place = code_and_place(answer, self.language)
        title = self._said(answer.title)
        own = f' <span class="tag">{self._label("own")}</span>' if self.reference.documents[answer.id].is_own else ""
        return self._link(f'<span class="code">{escape(place)}</span> {title}', self.links.answer(answer)) + own

    def _own(self, answer: OwnAnswer) -> str:
        return self._link(escape(own_said(answer, self.language)), answer.link)

    # --- the other views

    def _clauses(self) -> str:
        keys = ("clause", "clause-title", "owner", "main", "number-of", "number-missing", "where", "proofs")
        return self._table([self._label(key) for key in keys], self._rows(map(self._clause, self.reference.clauses)))

    def _clause(self, line: ClauseLine) -> Sequence[str]:
        answers = dict.fromkeys(answer.id for row in line.rows for answer in row.answers)
        own = dict.fromkeys(escape(own_said(own, self.language)) for row in line.rows for own in row.own)
        records = dict.fromkeys(record.id for row in line.rows for record in row.records)
        missing = f'<span class="none">{line.missing}</span>' if line.missing else "0"
        return (
            f'<a href="#requirements?clause={line.clause}" data-clause-link="{line.clause}">{line.clause}</a>',
            self._said(line.title),
            self._role(line.owner),
            escape(departments_said(self.reference, line, self.language)),
            str(len(line.rows)),
            missing,
            self._list([*map(self._document, answers), *own], self._quiet()),
            self._list(map(self._document, records), self._quiet()),
        )

    def _documents(self) -> str:
        heads = [self._label(key) for key in ("code", "document", "tier", "owner", "version")]
        heads += [self._say("answers-them"), self._say("proves-them")]
        return self._table(heads, self._rows(map(self._listed, self.reference.listed)))

    def _listed(self, document: ListedDocument) -> Sequence[str]:
        own = f'<br><span class="tag">{self._label("own")}</span>' if document.is_own else ""
        place = f'<br><span class="quiet">{self._said(document.location)}</span>' if document.location else ""
        answered = by_clause(self.reference.answered_by(document), self.language)
        proven = by_clause(self.reference.proven_by(document), self.language)
        return (
            self._link(escape(document.code), self.links.document(document.id)),
            self._said(document.title) + own + place,
            self._said(document.tier),
            self._role(document.owner),
            escape(document.version),
            escape(answered) or self._quiet(),
            escape(proven) or self._quiet(),
        )

    def _mandatory(self) -> str:
        between = "、" if self.language == "zh" else ", "
        unanswered = f'<span class="none">{self._label("unanswered")}</span>'
        rows = (
            (
                escape(between.join(item.clauses)),
                item.item or self._quiet(),
                self._said(item.name),
                self._label(item.basis),
                self._list(map(self._document, item.documents), unanswered),
            )
            for item in self.reference.held
        )
        return self._table(
            [self._label(k) for k in ("clause", "item", "information", "basis", "held")], self._rows(rows)
        )

    def _records(self) -> str:
        keys = ("code", "document", "producer", "keeper", "medium", "period", "rule")
        rows = (
            (
                self._link(escape(record.code), self.links.document(record.id)),
                self._said(record.title),
                self._document(record.producer) if record.producer else self._quiet(),
                self._role(record.keeper),
                self._said(record.medium),
                self._said(record.period),
                self._said(record.rule),
            )
            for record in self.reference.listed
            if record.type == "R"
        )
        return self._table([self._label(key) for key in keys], self._rows(rows))

    def _others(self) -> str:
        heads = [self._label("clause"), self._label("clause-title")]
        heads += [f"{self._said(each.name)}<br>({self._label('informative')})" for each in self.reference.standards]
        rows = (
            (
                line.clause,
                self._said(line.title),
                *(self._said(o.clauses[line.clause]) for o in self.reference.standards),
            )
            for line in self.reference.clauses
        )
        return self._table(heads, self._rows(rows))

    def _names(self) -> str:
        rows = (
            (self._said(source.name), self._list(map(self._document, source.documents), self._quiet()))
            for source in self.reference.names
        )
        return self._table([self._label("name"), self._label("found")], self._rows(rows))

    def _responsibility(self) -> str:
        heads = [self._label(key) for key in ("clause", "clause-title", "owner")]
        heads += [
            f'<th scope="col" class="department"><span>{self._said(name)}</span></th>'
            for name in self.reference.departments
        ]
        lines = []
        for line in self.reference.clauses:
            marks = "".join(f'<td class="mark{" main" if mark == "▲" else ""}">{mark}</td>' for mark in line.marks)
            start = (
                f'<th scope="row">{line.clause}</th><td>{self._said(line.title)}</td><td>{self._role(line.owner)}</td>'
            )
            lines.append(f"<tr>{start}{marks}</tr>")
        return self._table(heads, "<tbody>" + "\n".join(lines) + "</tbody>")


def _state(row: MatrixRow) -> str:
    """Return the words by which the page filters a row."""
    found = {
        "missing": not row.is_answered,
        "unproven": not row.records,
        "documented": row.documented,
    }
    return " ".join(key for key, holds in found.items() if holds)
