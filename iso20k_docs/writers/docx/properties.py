"""Document properties and the one custom part that header and cover values are bound to.

One edit of a bound value in Word changes every place that shows it. `docProps/custom.xml` is a mirror for search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from iso20k_docs.model.docinfo import DOCINFO, IDENTITY
from iso20k_docs.model.nodes import Document
from iso20k_docs.model.words import LANGUAGE_TAGS
from iso20k_docs.writers.docx.labels import NOT_GIVEN
from iso20k_docs.writers.docx.markup import DECLARATION, escape

DOCINFO_STORE = "{5F0D6C52-3B7E-4E0B-9C54-2D9A61C7E8A4}"
_CORE_STORE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
_APP_STORE = "{6668398D-A668-4E3E-A5EB-62B293D839F1}"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Binding:
    """A value shown in several places: its property name, label key and place in a property store."""

    name: str
    label: str
    prefixes: str
    path: str
    store: str


def _docinfo(name: str, label: str) -> Binding:
    return Binding(name, label, f"xmlns:q='{DOCINFO}'", f"/q:docinfo[1]/q:{label}[1]", DOCINFO_STORE)


BINDINGS: dict[str, Binding] = {
    "title": Binding(
        "DocTitle", "title", f"xmlns:ns0='{_DC}' xmlns:ns1='{_CP}'", "/ns1:coreProperties[1]/ns0:title[1]", _CORE_STORE
    ),
    "company": Binding(
        "CompanyName", "company", f"xmlns:ns0='{_APP}'", "/ns0:Properties[1]/ns0:Company[1]", _APP_STORE
    ),
    "code": _docinfo("DocCode", "code"),
    "version": _docinfo("DocVersion", "version"),
    "effective": _docinfo("EffectiveDate", "effective"),
    "classification": _docinfo("Classification", "classification"),
}


def bound_values(document: Document) -> dict[str, str]:
    """Return the values of BINDINGS; what the profile doesn't give is printed as a dash."""
    control = document.control
    values = {
        "title": document.title,
        "company": control.organisation,
        "code": control.code,
        "version": control.version,
        "effective": control.effective,
        "classification": control.classification,
    }
    return {key: value or NOT_GIVEN for key, value in values.items()}


@dataclass(frozen=True, slots=True)
class ControlledField:
    """A field of a form as the form's own list of fields has it; `prompt` is what it shows while it is empty."""

    tag: str
    label: str
    kind: Literal["text", "date", "choice", "check"]
    prompt: str


def docinfo_xml(
    document: Document, values: dict[str, str], fields: Iterable[ControlledField] = (), generation: str = ""
) -> str:
    """Return the custom part: the bound values, which generation the file is, and the list of the form's fields.

    LibreOffice drops the tags of controls and the mark of an unfilled one; by the list they can still be told.
    """
    own = ("code", "version", "effective", "classification")
    inner = f"<q:document>{escape(document.id)}</q:document><q:language>{document.language}</q:language>"
    inner += f"<q:generation>{generation}</q:generation>" if generation else ""
    inner += "".join(f"<q:{key}>{escape(values[key])}</q:{key}>" for key in own)
    listed = "".join(map(_field, fields))
    inner += f"<q:fields>{listed}</q:fields>" if listed else ""
    return f'{DECLARATION}<q:docinfo xmlns:q="{DOCINFO}">{inner}</q:docinfo>'


def _field(field: ControlledField) -> str:
    names = f'tag="{escape(field.tag)}" label="{escape(field.label)}"'
    return f'<q:field {names} kind="{field.kind}" prompt="{escape(field.prompt)}"/>'


def docinfo_store_xml() -> str:
    """Return the part that gives the custom part its identity."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        f'{DECLARATION}<ds:datastoreItem xmlns:ds="{namespace}" ds:itemID="{DOCINFO_STORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{DOCINFO}"/></ds:schemaRefs></ds:datastoreItem>'
    )


def identity(document: Document, generation: str, *, form: bool) -> str:
    """Return what the mirror says of the file: document, language, generation, and whether it has fields."""
    return f"{document.id} {document.language} {generation}{' form' if form else ''}"


def core_xml(document: Document, values: dict[str, str]) -> str:
    """Return the core properties; the dates are those of the revision history, never the clock's."""
    control = document.control
    keywords = "; ".join((control.code, "ISO/IEC 20000-1", *document.keywords))
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(values['title'])}</dc:title>"
        f"<dc:subject>{escape(document.subtitle or document.eyebrow)}</dc:subject>"
        f"<dc:creator>{escape(control.owner)}</dc:creator><cp:keywords>{escape(keywords)}</cp:keywords>"
        f"<dc:description>{escape(document.description)}</dc:description>"
        f"<cp:lastModifiedBy>{escape(control.owner)}</cp:lastModifiedBy>{_dates(document)}"
        f"<cp:category>{escape(document.eyebrow)}</cp:category>"
        f"<cp:contentStatus>{escape(control.status)}</cp:contentStatus>"
        f"<dc:language>{LANGUAGE_TAGS[document.language]}</dc:language><cp:version>{escape(control.version)}</cp:version></cp:coreProperties>"
    )


def _dates(document: Document) -> str:
    control = document.control
    revisions = [revision.date for revision in control.revisions]
    candidates = (*revisions, control.issued, control.effective)
    dates = [date for date in candidates if _ISO_DATE.fullmatch(date)]
    if not dates:
        return ""
    created, modified = min(dates), dates[0]
    return _date("created", created) + _date("modified", modified)


def _date(element: str, date: str) -> str:
    return f'<dcterms:{element} xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:{element}>'


def app_xml(values: dict[str, str]) -> str:
    """Return the extended properties."""
    return (
        f'{DECLARATION}<Properties xmlns="{_APP}"><Application>Microsoft Office Word</Application>'
        f"<Company>{escape(values['company'])}</Company><AppVersion>16.0000</AppVersion></Properties>"
    )


def custom_xml(values: dict[str, str], identity: str) -> str:
    """Return the mirror of the bound values, and of what the custom part says of the file."""
    named = [(BINDINGS[key].name, value) for key, value in values.items()]
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate([*named, (IDENTITY, identity)], 2)
    )
    return f'{DECLARATION}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VT}">{entries}</Properties>'
