"""The facts of an organisation profile.

A user's file may leave out whatever `templates/defaults` supplies; after the defaults are laid under it, everything
that is not marked optional here must be present. The annotated references (`PersonRef`, `RoleRef`, ...) are followed
by `profile.references`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from iso20k_docs.model.quantities import Duration
from iso20k_docs.model.words import Words
from iso20k_docs.profile.layers import is_group
from iso20k_docs.profile.values import (
    Amount,
    Clock,
    Count,
    CustomerRef,
    DayOfWeek,
    DepartmentRef,
    Goal,
    Key,
    PersonRef,
    Plain,
    Positive,
    RequirementKey,
    RoleRef,
    ServiceHours,
    ServiceRef,
    Share,
    SiteRef,
    Span,
    SupplierRef,
    WebAddress,
    Wording,
)


class Facts(BaseModel):
    """A group of facts: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _is_wording(value: object) -> bool:
    """Tell whether a value is one text, in two languages or one, and no group of facts."""
    return isinstance(value, str) or (isinstance(value, dict) and not is_group(value))


# --- the organisation --------------------------------------------------------------------------------------------


class Headcount(Facts):
    """People employed, in the scope of the SMS, and full time in IT."""

    total: Positive
    in_scope: Positive
    it_fulltime: Count


class Permit(Facts):
    """A licence or permit that the business needs."""

    name: Wording
    number: Plain
    issuer: Wording | None = None
    expires: dt.date | None = None


class Introduction(Facts):
    """Paragraphs about the organisation, in its own words."""

    history: Wording | None = None
    business: Wording | None = None
    market: Wording | None = None
    qualifications: Wording | None = None
    customers: Wording | None = None
    infrastructure: Wording | None = None


class BusinessStep(Facts):
    """A step of the main business process and the department that carries it out."""

    id: Key
    name: Wording
    department: DepartmentRef | None = None


class Organisation(Facts):
    """Who the organisation is."""

    name: Wording
    short: Wording
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
    address: Wording = Field(description="Office address")
    registered_address: Wording | None = None
    country: Wording | None = None
    uscc: Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")] | None = None
    registration: Plain | None = Field(None, description="Company registration outside China")
    founded: dt.date | None = None
    capital: Wording | None = None
    legal_representative: Wording | None = None
    phone: Plain | None = None
    email: Plain | None = None
    website: Plain | None = None
    licence_scope: Wording | None = None
    permits: tuple[Permit, ...] = ()
    headcount: Headcount
    intro: Introduction = Introduction()
    business_process: tuple[BusinessStep, ...] = ()


class Site(Facts):
    """A place where work in scope is done."""

    id: Key
    name: Wording
    address: Wording
    activities: Wording
    staff: Count | None = None
    in_scope: bool = True


class Department(Facts):
    """A department; exactly one has no parent."""

    id: Key
    name: Wording
    head: PersonRef
    parent: DepartmentRef | None = None
    duties: Wording | None = None


class Certificate(Facts):
    """A certificate or training proof that a person holds."""

    name: Wording
    number: Plain | None = None
    date: dt.date | None = None


class Person(Facts):
    """A member of staff. `id` is needed only where two people share a name."""

    id: Key | None = None
    name: Wording
    department: DepartmentRef | None = None
    title: Wording
    mobile: Plain | None = None
    email: Plain | None = None
    certificates: tuple[Certificate, ...] = ()


class Holder(Facts):
    """Who holds a role, who stands in, and what the organisation calls the role."""

    holder: PersonRef
    deputy: PersonRef | None = None
    title: Wording | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: object) -> object:
        return {"holder": value} if isinstance(value, str) else value


class Auditor(Facts):
    """A person (or external auditor by name) who may audit the SMS."""

    person: PersonRef | None = None
    external: Wording | None = None
    certificate: Wording | None = None
    date: dt.date | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: object) -> object:
        return {"person": value} if isinstance(value, str) else value


# --- the service management system ---------------------------------------------------------------------------------


class Standard(Facts):
    """The edition that the SMS is certified to."""

    edition: Plain
    amendment: Plain | None = None
    national_reference: Plain | None = None
    rule: Wording | None = None


class Scope(Facts):
    """The scope of the SMS, in one string that is used everywhere."""

    statement: Wording
    services: tuple[ServiceRef, ...] = Field((), description="Empty: all live services")
    customers: tuple[CustomerRef, ...] = Field((), description="Empty: all customers")
    sites: tuple[SiteRef, ...] = Field((), description="Empty: all sites in scope")
    technical_boundary: Wording | None = None
    category_code: Plain | None = None


class InterestedParty(Facts):
    """An interested party, what it needs and how the need is met."""

    id: Key
    name: Wording
    needs: tuple[Wording, ...] = Field(min_length=1)
    met_by: Wording
    review: Span | None = None


class Issue(Facts):
    """An external or internal issue, its effect on the SMS and what is done about it."""

    id: Key
    text: Wording
    effect: Wording | None = None
    response: Wording | None = None


class Issues(Facts):
    """Issues that bear on the purpose and results of the SMS."""

    external: tuple[Issue, ...]
    internal: tuple[Issue, ...]


class Climate(Facts):
    """Whether climate change is a relevant issue, and why (Amendment 1:2024)."""

    relevant: bool
    reason: Wording
    actions: tuple[Wording, ...] = ()
    requests: tuple[Wording, ...] = Field((), description="What interested parties ask for on account of climate")


class Policy(Facts):
    """The service management policy: its text and its commitments."""

    text: Wording
    commitments: tuple[Wording, ...] = Field(min_length=2)


class Action(Facts):
    """What is done to reach an objective; whatever is not stated is the objective's owner, year and present means."""

    what: Wording
    role: RoleRef | None = None
    due: Wording | None = None
    resources: Wording | None = None
    evidence: Wording | None = Field(None, description="By which it is seen that the action is done")

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, value: object) -> object:
        return {"what": value} if _is_wording(value) else value


class Objective(Facts):
    """A measurable objective of the SMS or the services."""

    id: Key
    name: Wording
    formula: Wording
    source: Wording
    target: Goal
    cycle: Span
    owner: RoleRef
    baseline: Amount | None = None
    serves: tuple[Positive, ...] = Field((), description="Which of the policy's commitments it serves, counted from 1")
    actions: tuple[Action, ...] = ()


# --- services -----------------------------------------------------------------------------------------------------


class Component(Facts):
    """A part of a service that is kept as a configuration item."""

    id: Key
    name: Wording
    type: Key


class WorkloadLimit(Facts):
    """A limit on the amount of work that a service target holds for."""

    id: Key
    what: Wording
    limit: Wording


class Service(Facts):
    """A service in the catalogue."""

    id: Key
    name: Wording
    type: Wording | None = None
    description: Wording
    outcome: Wording
    users: Wording
    customers: tuple[CustomerRef, ...] = Field((), description="Empty: all customers")
    sites: tuple[SiteRef, ...] = Field((), description="Empty: all sites in scope")
    hours: ServiceHours
    criticality: Literal["key", "important", "general"]
    availability: Share
    rto: Span
    rpo: Span
    depends_on: tuple[ServiceRef, ...] = ()
    components: tuple[Component, ...] = ()
    owner: RoleRef
    channel: Wording
    status: Literal["planned", "live", "retired"]
    workload_limits: tuple[WorkloadLimit, ...] = ()
    exceptions: tuple[Wording, ...] = ()
    example_incident: Wording | None = Field(None, description="An incident of this service as users report it")
    example_request: Wording | None = Field(None, description="A service request of this service as users make it")


class Escalation(Facts):
    """Which role is told when a priority has been open for so long; `0 min` means at once."""

    after: Span
    to: RoleRef


class Level(Facts):
    """A priority and its targets. `clock`: around the clock, or only in the service's hours."""

    id: Key
    name: Wording
    respond: Span
    update: Span | Wording
    restore: Span
    clock: Literal["always", "service_hours"]
    escalate: tuple[Escalation, ...] = ()


class Scale(Facts):
    """A step of the impact or urgency scale."""

    id: Key
    name: Wording
    criterion: Wording


class Priority(Facts):
    """The priority matrix: a row an impact, a column an urgency, and the targets of each priority."""

    impacts: tuple[Scale, ...] = Field(min_length=2)
    urgencies: tuple[Scale, ...] = Field(min_length=2)
    matrix: tuple[tuple[Key, ...], ...]
    levels: tuple[Level, ...] = Field(min_length=2)


class Criterion(Facts):
    """A criterion in words."""

    id: Key
    text: Wording


class MajorIncident(Facts):
    """When an incident is a major incident, and the clock that then runs (from declaration unless stated)."""

    criteria: tuple[Criterion, ...] = Field(min_length=1)
    declare: Span = Field(description="From the moment a criterion is met")
    call_out: Span
    inform_top: Span
    notify_customer: Span
    update: Span
    report: Span = Field(description="From restoration")
    review: Span = Field(description="From restoration")
    bridge: Wording = Field(description="Where the team meets: room, conference number, chat group")


class Category(Facts):
    """A category in words."""

    id: Key
    name: Wording
    description: Wording


class StandardChange(Facts):
    """A pre-approved change of low risk that follows a fixed instruction."""

    id: Key
    name: Wording
    condition: Wording
    performer: RoleRef


class ScoreLevel(Facts):
    """The meaning of one score in the change risk table."""

    score: Positive
    text: Wording


class ScoreAspect(Facts):
    """An aspect of the change risk score: impact, likelihood of failure, reversibility."""

    id: Key
    name: Wording
    levels: tuple[ScoreLevel, ...] = Field(min_length=2)


class ApprovalRule(Facts):
    """Who approves a change up to a total score."""

    up_to: Positive
    by: Wording
    roles: tuple[RoleRef, ...]


class Board(Facts):
    """The change advisory board: members, fixed meeting time, quorum."""

    members: tuple[RoleRef, ...] = Field(min_length=2)
    weekday: DayOfWeek
    time: Clock
    quorum: Positive


class EmergencyBoard(Facts):
    """Who together may approve an emergency change, and the time to complete its record."""

    members: tuple[RoleRef, ...] = Field(min_length=2)
    minimum: Positive
    back_fill: Span


class Change(Facts):
    """Facts of change management."""

    categories: tuple[Category, ...] = Field(min_length=2)
    standard_changes: tuple[StandardChange, ...]
    major_criteria: tuple[Criterion, ...] = Field(min_length=1)
    score: tuple[ScoreAspect, ...] = Field(min_length=2)
    approvals: tuple[ApprovalRule, ...] = Field(min_length=1)
    cab: Board
    ecab: EmergencyBoard
    notice: Span
    major_notice: Span
    review: Span = Field(description="Post-implementation review, from implementation")


class Window(Facts):
    """A maintenance window; `outside_hours` says that it lies outside the service hours."""

    id: Key
    name: Wording
    services: tuple[ServiceRef, ...] = Field((), description="Empty: all services")
    weekday: DayOfWeek
    start: Clock
    end: Clock
    outside_hours: bool


class Freeze(Facts):
    """A period in which no change is made other than an emergency change."""

    id: Key
    name: Wording
    period: Wording


class Maintenance(Facts):
    """Maintenance windows and change freezes."""

    windows: tuple[Window, ...] = Field(min_length=1)
    freezes: tuple[Freeze, ...] = ()
    notice: Span


class Environment(Facts):
    """An environment that releases pass through."""

    id: Key
    name: Wording
    purpose: Wording


class Release(Facts):
    """Facts of release and deployment management."""

    types: tuple[Category, ...] = Field(min_length=2)
    frequency: Wording
    environments: tuple[Environment, ...] = Field(min_length=2)
    watch: Span = Field(description="How long incidents are counted after a release")
    rollback_after: Span = Field(description="Decision time for the roll-back after deployment")


class Tool(Facts):
    """A tool, or the paper or spreadsheet that stands in for it."""

    name: Wording
    url: Plain | None = None
    owner: RoleRef | None = None


class Tools(Facts):
    """Where tickets, configuration items, monitoring, knowledge, documents, backups and chat live."""

    ticketing: Tool
    cmdb: Tool
    monitoring: Tool
    knowledge: Tool
    document: Tool
    backup: Tool
    chat: Tool
    deployment: Tool


class ItemType(Facts):
    """A type of configuration item."""

    id: Key
    name: Wording
    attributes: Wording | None = None
    naming: Plain | None = None
    owner: RoleRef


class Monitor(Facts):
    """A monitored item and its thresholds."""

    id: Key
    services: tuple[ServiceRef, ...] = ()
    item: Wording
    warning: Amount
    critical: Amount
    action: Wording


class Backup(Facts):
    """What is backed up, how, how often, where the copies are."""

    id: Key
    what: Wording
    services: tuple[ServiceRef, ...] = ()
    method: Wording
    cycle: Span
    copies: Positive
    location: Wording
    keep: Span
    test_cycle: Span


class SupplierTarget(Facts):
    """What a supplier has promised for a service it supports."""

    service: ServiceRef | None = None
    measure: Wording
    respond: Span | None = None
    restore: Span | None = None
    availability: Share | None = None


class Supplier(Facts):
    """A party that provides or operates something for the services."""

    id: Key
    name: Wording
    kind: Literal["external", "internal", "customer"]
    provides: Wording
    services: tuple[ServiceRef, ...] = ()
    contract: Plain | None = None
    term: Wording | None = None
    targets: tuple[SupplierTarget, ...] = ()
    manager: RoleRef
    contact: Wording | None = None
    grade: Plain | None = None


class Outsourced(Facts):
    """A process or part of one that another party operates."""

    what: Wording
    party: SupplierRef
    control: Wording


class Outsourcing(Facts):
    """The outsourcing statement: one truth, printed the same everywhere."""

    has: bool
    processes: tuple[Outsourced, ...] = ()


class Customer(Facts):
    """A customer of the services."""

    id: Key
    name: Wording
    services: tuple[ServiceRef, ...] = Field((), description="Empty: all services")
    contract: Plain | None = None
    term: Wording | None = None
    contact: Wording | None = None
    account_manager: PersonRef | None = None
    review_cycle: Span


class Agreement(Facts):
    """A service level agreement: what one customer is promised for one service; its targets are the service's."""

    id: Key
    customer: CustomerRef
    service: ServiceRef
    special: tuple[Wording, ...] = Field((), description="What was agreed with this customer only")


# --- numbers and rules of the system -------------------------------------------------------------------------------


class AmountLimit(Facts):
    """The amount up to which a role may approve spending."""

    role: RoleRef
    up_to: Positive | None = Field(None, description="None: without limit")


class Finance(Facts):
    """Budgeting and accounting rules."""

    year_start: Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-01$")]
    currency: Wording
    cost_types: tuple[Wording, ...] = Field(min_length=1)
    allocation_key: Wording
    limits: tuple[AmountLimit, ...]
    explain_above: Share
    escalate_above: Share


class Resource(Facts):
    """A capacity resource and its thresholds."""

    id: Key
    kind: Literal["human", "technical", "information", "financial"]
    name: Wording
    warning: Amount
    critical: Amount


class Capacity(Facts):
    """Capacity resources, thresholds and planning horizon."""

    resources: tuple[Resource, ...] = Field(min_length=1)
    horizon: Span


class Classification(Facts):
    """A class of confidentiality."""

    id: Key
    name: Wording
    rule: Wording


class Security(Facts):
    """Information security facts."""

    classes: tuple[Classification, ...] = Field(min_length=2)
    document_class: Key = Field(description="The class of generated documents")
    asset_classes: tuple[Wording, ...]
    grades: tuple[Category, ...] = Field(min_length=2, description="Grades of information security incidents")
    notify_authority: Wording
    access_review: Span

    @property
    def document_class_name(self) -> Words:
        """The name of the class that generated documents have."""
        return {each.id: each.name for each in self.classes}[self.document_class]


class Risk(Facts):
    """The risk scale and acceptance criteria: likelihood times impact, each 1 to `scale`."""

    scale: Annotated[int, Field(ge=3, le=10, strict=True)]
    likelihood: tuple[Wording, ...]
    impact: tuple[Wording, ...]
    accept_up_to: Positive
    top_from: Positive
    review: Span


class RetentionClass(Facts):
    """How long records of a class are kept; `rule` says from when."""

    period: Span
    rule: Wording


class Retention(Facts):
    """Retention classes A to D and the laws behind them."""

    classes: dict[Key, RetentionClass]
    laws: tuple[Wording, ...] = ()


class Law(Facts):
    """A law, standard or other external document that applies."""

    id: Key
    title: Wording
    issuer: Wording
    version: Plain
    applies_to: Wording


class Reporting(Facts):
    """Service reports: working day of the month, internal cycle, channel."""

    customer_day: Positive
    internal_cycle: Span
    channel: Wording


class Survey(Facts):
    """Customer satisfaction survey."""

    cycle: Span
    sample: Wording
    target: Share
    return_rate: Share


class Numbering(Facts):
    """Document codes and versions. Patterns use {code}, {type}, {number}."""

    pattern: Plain
    version_style: Literal["V1.0", "A/0"]
    first_version: Plain


class ApprovalRoles(Facts):
    """Who prepares, reviews and approves documents of a tier; `owner` is the document's owner."""

    author: RoleRef
    reviewer: RoleRef
    approver: RoleRef


class DocumentControl(Facts):
    """Review interval and approval of documents by tier."""

    review: Span
    manual: ApprovalRoles
    procedure: ApprovalRoles
    instruction: ApprovalRoles
    record: ApprovalRoles
    application: ApprovalRoles


class Dates(Facts):
    """Dates of the system and of the way to the certificate; those not yet known are left out."""

    prepared: dt.date | None = None
    reviewed: dt.date | None = None
    approved: dt.date | None = None
    issued: dt.date | None = None
    effective: dt.date | None = None
    system_start: dt.date | None = None
    training: dt.date | None = None
    audit_start: dt.date | None = None
    audit_end: dt.date | None = None
    review: dt.date | None = None
    application: dt.date | None = None
    stage1: dt.date | None = None
    stage2: dt.date | None = None
    cert_target: dt.date | None = None
    derive_from: Literal["stage1", "cert_target"] | None = None


class Cycles(Facts):
    """How often the system looks at itself."""

    internal_audit: Span
    management_review: Span
    service_review: Span
    continuity_drill: Span
    supplier_review: Span
    context_review: Span
    plan_review: Span


class Brand(Facts):
    """The organisation's look. Paths are relative to the profile."""

    logo: Plain | None = Field(None, description="PNG or JPEG; or SVG with a PNG of the same name beside it")
    primary: Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{6}$")] | None = Field(
        None, description="Headings, rules, cover band: RRGGBB, darkened where it couldn't be read"
    )
    accent: Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{6}$")] | None = Field(
        None, description="Numbers, marks, links: RRGGBB"
    )
    fonts: Literal["modern", "formal"] = Field("modern", description="modern: 微软雅黑; formal: 宋体, headings 黑体")
    template: Plain | None = Field(
        None, description="Word file (.docx, .dotx) whose styles, theme and page the documents take"
    )
    header: Wording | None = Field(None, description="A line of your own under the company's name in the header")
    footer: Wording | None = Field(None, description="Stands in the footer in place of the copyright line")
    classification: dict[Key, Wording] = Field(
        default_factory=dict, description="Class from `security.classes` -> how documents of that class are labelled"
    )


class Integrated(Facts):
    """Other standards that the organisation is certified to or answers in the cross-reference table."""

    iso9001: bool = False
    iso27001: bool = False
    iso22301: bool = False
    itil4: bool = False
    iso20000_2011: bool = False


class OwnAnswer(Facts):
    """What of the organisation's own answers a requirement: a document of its own or a tool, and the place in it."""

    by: Wording
    place: Wording | None = None
    link: WebAddress | None = None

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, value: object) -> object:
        return {"by": value} if _is_wording(value) else value


class OwnDocument(Facts):
    """The organisation's own document in place of a generated one; without code and title it keeps those."""

    code: Plain | None = None
    title: Wording | None = None
    version: Plain
    date: dt.date | None = Field(None, description="Issued")
    path: Plain | None = Field(None, description="The file, from the folder of the set (OUTPUT/CODE), with /")
    location: Wording | None = Field(None, description="Where it is kept: in words or as a web address")


class RevisionNote(Facts):
    """A line of a revision history; without `document` it stands in every document."""

    document: Key | None = None
    version: Plain
    date: dt.date
    change: Wording
    by: PersonRef


class Application(Facts):
    """The application for certification."""

    certification_body: Wording | None = None
    mode: Literal["single", "joint"] = "single"
    subsidy_region: Wording | None = None
    consultant: Wording | None = None
    operation: Span = Field(
        default_factory=lambda: Duration(3, "month"),
        description="How long the system runs before the application, by the certification body's rule; 3 months",
    )
    cost: Positive | None = Field(
        None, description="Expected cost of consulting and certification, in `finance.currency`"
    )


class Profile(Facts):
    """Everything that the documents of one organisation are made from."""

    size: Literal["small", "standard", "large"]
    languages: tuple[Literal["zh", "en"], ...] = Field(min_length=1)
    org: Organisation
    sites: tuple[Site, ...] = Field(min_length=1)
    departments: tuple[Department, ...] = Field(min_length=1)
    people: tuple[Person, ...] = Field(min_length=3)
    roles: dict[Key, Holder]
    auditors: tuple[Auditor, ...]
    standard: Standard
    scope: Scope
    interested_parties: tuple[InterestedParty, ...] = Field(min_length=1)
    issues: Issues
    climate: Climate
    policy: Policy
    objectives: tuple[Objective, ...] = Field(min_length=1)
    services: tuple[Service, ...] = Field(min_length=1)
    priority: Priority
    major_incident: MajorIncident
    change: Change
    maintenance: Maintenance
    release: Release
    tools: Tools
    ci_types: tuple[ItemType, ...] = Field(min_length=1)
    monitoring: tuple[Monitor, ...] = ()
    backup: tuple[Backup, ...] = Field(min_length=1)
    suppliers: tuple[Supplier, ...] = ()
    outsourcing: Outsourcing
    customers: tuple[Customer, ...] = Field(min_length=1)
    agreements: tuple[Agreement, ...] = Field(
        (), description="Service level agreements; not stated: one per customer and live service"
    )
    finance: Finance
    capacity: Capacity
    security: Security
    risk: Risk
    retention: Retention
    laws: tuple[Law, ...] = ()
    reporting: Reporting
    survey: Survey
    numbering: Numbering
    control: DocumentControl
    dates: Dates = Dates()
    cycles: Cycles
    processes: dict[Key, dict[Key, object]] = Field(
        default_factory=dict, description="Numbers of single processes; keys: templates/defaults/processes"
    )
    brand: Brand = Brand()
    integrated: Integrated = Integrated()
    answers: dict[RequirementKey, OwnAnswer] = Field(
        default_factory=dict, description="Requirement -> the organisation's own document or tool that answers it"
    )
    own_documents: dict[Key, OwnDocument] = Field(
        default_factory=dict, description="Id of a generated document -> the organisation's own in its place"
    )
    revisions: tuple[RevisionNote, ...] = ()
    application: Application = Application()

    @property
    def document_label(self) -> Words:
        """How generated documents are labelled: the brand's words for their class, or the name of the class."""
        return self.brand.classification.get(self.security.document_class, self.security.document_class_name)
