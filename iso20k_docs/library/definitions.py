"""What a machine must know about the documents of the library.

Wordings here are templates: `{{ }}` is filled from the profile when a document is composed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from iso20k_docs.model.nodes import Align, FieldType, Kind
from iso20k_docs.model.words import LANGUAGES, Words


def _template(value: object) -> Words:
    """Accept `{zh: , en: }` with both languages, or one text that reads the same in both."""
    if isinstance(value, str):
        return Words.same(value)
    if isinstance(value, dict) and set(value) == set(LANGUAGES):
        return Words(str(value["zh"]).strip(), str(value["en"]).strip())
    raise PydanticCustomError("wording", "text expected")


Wording = Annotated[Words, BeforeValidator(_template)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Number = Annotated[str, StringConstraints(pattern=r"^([MPWS]-\d{2}|R-\d{2}-\d{2})$")]
RoleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
Citation = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*(#[a-z][a-z0-9-]*)?$")]
RequirementId = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*-[a-z]?\d*$")]


class Definition(BaseModel):
    """A group of library data: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


# --- processes -----------------------------------------------------------------------------------------------------


class Branch(Definition):
    """Where a step goes on under a condition: a step of the process or `doc:<id>` of another."""

    when: Wording
    to: str


class Step(Definition):
    """A step of a process: who does what, by when, by which criterion, with which tool, on which record.

    `limit` is the time limit or trigger. `next` names the following step where it isn't the next in the list;
    `end` ends the process. `fields` are the record fields that the step fills.
    """

    id: Slug
    name: Wording
    text: Wording
    role: RoleId
    limit: Wording
    criterion: Wording | None = None
    tool: str | None = None
    records: tuple[Slug, ...] = ()
    fields: tuple[str, ...] = ()
    accountable: RoleId | None = Field(None, description="The process owner unless stated")
    consulted: tuple[RoleId, ...] = ()
    informed: tuple[RoleId, ...] = ()
    requirements: tuple[RequirementId, ...] = ()
    next: str | None = None
    branches: tuple[Branch, ...] = ()


class Exchange(Definition):
    """An input or output: what, from or to whom (a `party` or a `process`), on which record."""

    id: Slug
    what: Wording
    party: Wording | None = None
    process: Slug | None = None
    record: Slug | None = None


class Interface(Definition):
    """A hand-over to (`out`) or from (`in`) another process; the other process confirms it under the same id."""

    id: Slug
    process: Slug
    direction: Literal["in", "out"]
    trigger: Wording
    content: Wording
    record: Slug | None = None


class Indicator(Definition):
    """A performance indicator with formula, source, target, cycle and owner."""

    id: Slug
    name: Wording
    formula: Wording
    source: Wording
    target: Wording
    cycle: Wording
    owner: RoleId


class Process(Definition):
    """A process as data; flow chart, step table, RACI, interfaces and indicators all come from it."""

    roles: dict[RoleId, Wording] = Field(description="Role -> duties and limits of authority in this process")
    inputs: tuple[Exchange, ...]
    outputs: tuple[Exchange, ...]
    steps: tuple[Step, ...] = Field(min_length=3)
    interfaces: tuple[Interface, ...]
    indicators: tuple[Indicator, ...]


# --- record forms --------------------------------------------------------------------------------------------------


class Options(Definition):
    """Options taken from the profile: `each` is an expression that gives a list, `text` prints an `item` of it."""

    each: str
    text: str


class FormField(Definition):
    """A field of a form."""

    id: Slug
    label: Wording
    type: FieldType
    width: Literal["half", "full"] = "half"
    required: bool = False
    options: Options | tuple[Wording, ...] = ()
    hint: Wording | None = None
    unit: Wording | None = None
    lines: Annotated[int, Field(ge=1, le=20)] = 1
    value: Wording | None = None


class FormColumn(Definition):
    """A column of a register or of a table in a form; `value` prints an `item` of prefilled rows."""

    id: Slug
    label: Wording
    type: FieldType
    required: bool = False
    options: Options | tuple[Wording, ...] = ()
    unit: Wording | None = None
    align: Align = "left"
    value: Wording | None = None
    note: Wording | None = Field(None, description="What a good entry looks like")


class FormRow(Definition):
    """A row that every copy of a form has; `cells` are wordings by column, `when` an expression that may drop it."""

    id: Slug
    when: str | None = None
    cells: dict[str, Wording]


class FormTable(Definition):
    """A table that grows by rows.

    First those prefilled from the profile (`each`, row id `key`) or from the whole set (`source`), then the standing
    `rows`, then `blank` empty ones.
    """

    columns: tuple[FormColumn, ...] = Field(min_length=2)
    each: str | None = None
    key: str = "{{ item.id }}"
    source: Literal["audit-checklist", "audit-programme", "indicators"] | None = None
    rows: tuple[FormRow, ...] = ()
    blank: Annotated[int, Field(ge=0, le=40)] = 0


class FormPart(Definition):
    """A titled part of a form: either fields or a table."""

    id: Slug
    title: Wording
    fields: tuple[FormField, ...] = ()
    table: FormTable | None = None
    note: Wording | None = None


class RecordForm(Definition):
    """A record form or register as data.

    `process` is the producing process, `keeper` the role that keeps the record, `retention` a class of the
    profile's `retention.classes`. With `prose` the record opens with a text of its own in both languages, and the
    parts follow it: an agreement.
    """

    process: Slug
    keeper: RoleId
    retention: str
    tool: str = Field("document", description="The tool (key of `tools`) in which filled records are kept")
    frequency: Wording
    help: Wording | None = None
    prose: bool = False
    parts: tuple[FormPart, ...] = Field(min_length=1)


# --- documents -----------------------------------------------------------------------------------------------------


class Each(Definition):
    """Makes one document per item of a list: `of` is an expression over the profile; `key` and `title` name an item."""

    of: str
    key: str = "{{ item.id }}"
    title: Wording


class DocumentDefinition(Definition):
    """A document of the library.

    `marks` are the requirements that the shared skeleton's sections answer in this document, by section anchor;
    `requirements` those that a record as a whole proves. `when` is an expression over the profile: the document is
    left out where it is false, and `instead` (`document` or `document#anchor`) is cited in its place.
    A document that `merges` others has their texts as its chapters, behind its own `purpose`; where it applies, they
    are no documents of their own. It has the number of one of them.
    """

    id: Slug
    number: Number
    kind: Kind
    title: Wording
    subtitle: Wording | None = None
    owner: RoleId
    approver: RoleId | None = Field(None, description="The approver of its tier in the profile unless stated")
    clauses: tuple[str, ...]
    aliases: tuple[Wording, ...] = ()
    when: str | None = None
    instead: Citation | None = None
    merges: tuple[Slug, ...] = ()
    purpose: Wording | None = None
    each: Each | None = None
    landscape: bool = False
    contents: bool | None = None
    marks: dict[str, tuple[RequirementId, ...]] = Field(default_factory=dict)
    requirements: tuple[RequirementId, ...] = ()
    instructions: tuple[Slug, ...] = ()
    records: tuple[Slug, ...] = ()
    related: tuple[Slug, ...] = ()
    process: Process | None = None
    form: RecordForm | None = None

    @property
    def type(self) -> Literal["M", "P", "W", "R", "S"]:
        """The type letter of the document's number."""
        letter: Any = self.number[0]
        return letter  # type: ignore[no-any-return]


def has_text(definition: DocumentDefinition) -> bool:
    """Tell whether a document has a text in both languages beside its definition."""
    if definition.merges:
        return definition.type != "R"
    return definition.form is None or definition.form.prose


class PlannedDocument(Definition):
    """A document that texts may cite though the library does not hold it yet."""

    id: Slug
    number: Number
    title: Wording


class TierDefinition(Definition):
    """A tier of the document set and the folder its files go to."""

    type: Literal["M", "P", "W", "R", "S"]
    folder: str
    output: str
    title: Wording
    eyebrow: dict[Kind, Wording]


class SourceName(Definition):
    """A name by which applicants are asked for a document, and the documents that answer to it."""

    name: Wording
    documents: tuple[Slug, ...] = Field(min_length=1)


class LibraryDefinition(Definition):
    """The library as a whole: its name, version and tiers."""

    name: str
    version: str
    tiers: tuple[TierDefinition, ...]
    clause_owners: dict[str, RoleId] = Field(description="Leaf clause -> the role that answers for it")
    source_names: tuple[SourceName, ...] = ()
    planned: tuple[PlannedDocument, ...] = ()
