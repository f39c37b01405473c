"""Documents built by hand: everything a document of the set can hold, in both languages."""

# ruff: noqa: E501 - sentences in two languages side by side

from __future__ import annotations

import struct
import zlib

from iso20k_docs.model.bookmarks import bookmark
from iso20k_docs.model.control import Control, Revision, Signatory
from iso20k_docs.model.nodes import (
    Block,
    Callout,
    Cell,
    Column,
    Document,
    Field,
    Form,
    FormSection,
    Heading,
    Inline,
    Inlines,
    Landscape,
    LineBreak,
    List,
    ListItem,
    Paragraph,
    Reference,
    Row,
    Table,
    Text,
    Tone,
)
from iso20k_docs.model.picture import Picture
from iso20k_docs.model.words import Language, Words

TONES: dict[str, Tone] = {"P1": "critical", "P2": "high", "P3": "medium", "P4": "low", "A/R": "accent", "A": "accent"}


def logo() -> bytes:
    """A square PNG of one colour, 24 pixels wide."""
    rows = b"".join(b"\0" + bytes((0x12, 0x35, 0x5B)) * 24 for _ in range(24))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    size = struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def picture() -> Picture:
    """The logo as the program reads it."""
    return Picture("png", logo(), 24, 24)


class Maker:
    """Builds blocks in one language from pairs of Chinese and English text."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.ids = 0

    def word(self, zh: str, en: str) -> str:
        return Words(zh, en).in_(self.language)

    def key(self, kind: str) -> str:
        self.ids += 1
        return f"{kind}-{self.ids}"

    def rich(self, *parts: str | Inline) -> Inlines:
        return tuple(Text(part) if isinstance(part, str) else part for part in parts)

    def text(self, zh: str, en: str) -> Inlines:
        """`**bold**` is strong."""
        pieces = self.word(zh, en).split("**")
        return tuple(Text(piece, strong=at % 2 == 1) for at, piece in enumerate(pieces) if piece)

    def heading(self, level: int, number: str, anchor: str, zh: str, en: str, appendix: bool = False) -> Heading:
        return Heading(f"h-{anchor}", level, anchor, self.text(zh, en), appendix=appendix, number=number)

    def body(self, zh: str, en: str, role: str = "body") -> Paragraph:
        return Paragraph(self.key("p"), self.text(zh, en), role)  # type: ignore[arg-type]

    def items(self, ordered: bool, *items: tuple[int, str, str]) -> List:
        made = tuple(ListItem(self.key("i"), level, self.text(zh, en)) for level, zh, en in items)
        return List(self.key("l"), ordered, made)

    def table(
        self,
        caption: tuple[str, str, str, str],
        columns: tuple[tuple[str, str], ...],
        rows: tuple[tuple[tuple[str, str] | str, ...], ...],
        center: tuple[int, ...] = (),
        strong: tuple[int, ...] = (),
        dense: bool = False,
        note: tuple[str, str] | None = None,
    ) -> Table:
        anchor, number, zh, en = caption
        made = tuple(
            Column(f"c{at}", self.text(*title), "center" if at in center else "left", at in strong)
            for at, title in enumerate(columns)
        )
        return Table(
            f"t-{anchor}",
            made,
            tuple(self.row(f"r{at}", row) for at, row in enumerate(rows)),
            self.text(zh, en),
            anchor,
            number,
            self.text(*note) if note else (),
            dense=dense,
        )

    def row(self, key: str, cells: tuple[tuple[str, str] | str, ...]) -> Row:
        return Row(key, tuple(self.cell(cell) for cell in cells), anchor=key if key == "r1" else "")

    def cell(self, cell: tuple[str, str] | str) -> Cell:
        texts = self.text(*cell) if isinstance(cell, tuple) else ((Text(cell),) if cell else ())
        tone = TONES.get(cell) if isinstance(cell, str) else None
        return Cell((texts,) if texts else (), tone)

    def control(self, code: str) -> Control:
        word = self.word
        people = (
            Signatory("prepared", word("李文静", "Li Wenjing"), word("事件经理", "Incident manager"), "2026-01-08"),
            Signatory(
                "reviewed", word("陈一帆", "Chen Yifan"), word("IT 服务部经理", "Head of IT Services"), "2026-01-10"
            ),
            Signatory(
                "approved", word("周启明", "Zhou Qiming"), word("管理者代表", "Management representative"), "2026-01-12"
            ),
        )
        author, approver = word("李文静", "Li Wenjing"), word("周启明", "Zhou Qiming")
        return Control(
            code=code,
            version="V1.2",
            status=word("受控", "Controlled"),
            classification=word("内部", "Internal"),
            owner=word("IT 服务部", "IT Services"),
            effective="2026-01-15",
            issued="2026-01-12",
            organisation=word("北辰示例科技有限公司", "Beichen Sample Technology"),
            standard=word("ISO/IEC 20000-1:2018 第 8.6.1 条", "ISO/IEC 20000-1:2018, clause 8.6.1"),
            signatories=people,
            revisions=(
                Revision(
                    "V1.2", "2026-01-12",
                    word("细化重大事件启动条件与通报时限；增加优先级矩阵与服务目标。",
                         "Refined the triggers and update times for major incidents; added the priority matrix and service targets."),
                    author, approver,
                ),
                Revision("V1.1", "2025-06-20", word("明确关闭前的用户确认要求和超时关闭规则。",
                         "Clarified user confirmation before closure and the time-out rule."), author, approver),
                Revision("V1.0", "2024-12-02", word("首次发布。", "First release."), word("赵宁", "Zhao Ning"), approver),
            ),
        )  # fmt: skip

    def document(self, code: str, title: tuple[str, str], blocks: tuple[Block, ...], **more: object) -> Document:
        settings: dict[str, object] = {
            "id": code.lower(),
            "kind": "procedure",
            "subtitle": "",
            "eyebrow": self.word("程序文件", "PROCEDURE"),
            "path": f"{code}.docx",
            "controlled": self.word(
                "受控文件：以文控平台现行版本为准，打印件与下载件仅供参考",
                "Controlled document: the document-control system holds the current version; printed or downloaded "
                "copies are for reference only.",
            ),
        }
        made = {**settings, **more}
        return Document(
            language=self.language,
            title=self.word(*title),
            control=self.control(code),
            blocks=blocks,
            **made,  # type: ignore[arg-type]
        )


def procedure(language: Language) -> Document:
    """A procedure with everything: references, lists, callouts, tables with tones, a landscape appendix."""
    m = Maker(language)
    to_request = Reference(
        "document", "P-09", label=m.word("《服务请求管理程序》", "Service Request Procedure"), href="ITSM-P-09.docx"
    )
    to_problem = Reference(
        "section", "P-10", "open", m.word("《问题管理程序》", "Problem Management Procedure"),
        "../procedures/ITSM-P-10.docx#" + bookmark("section", "open"),
    )  # fmt: skip
    to_matrix = Reference("table", "", "priority", m.word("表 2", "Table 2"), "#" + bookmark("table", "priority"))
    to_major = Reference("section", "", "major", "7", "#" + bookmark("section", "major"))
    to_raci = Reference("section", "", "raci", m.word("附录 A", "Appendix A"), "#" + bookmark("section", "raci"))
    to_step = Reference("step", "", "r1", m.word("步骤 2", "step 2"), "#" + bookmark("step", "r1"))
    to_nowhere = Reference("document", "P-99", label=m.word("《配置管理计划》", "Configuration Plan"))
    return m.document(
        "ITSM-P-08",
        ("事件管理程序", "Incident Management Procedure"),
        (
            m.heading(1, "1", "purpose", "目的", "Purpose"),
            m.body(
                "本程序规定事件从报告到关闭的处理要求，使受影响的服务尽快恢复到约定水平，减少对业务的影响，并保证处理过程可追溯、信息及时告知客户。",
                "This procedure sets out how incidents are handled from report to closure, so that affected services return to "
                "the agreed level as soon as possible, the effect on the business is kept small, the work can be traced and "
                "customers are told what is happening.",
            ),
            m.body("对应 ISO/IEC 20000-1:2018 条款 8.6.1", "Answers ISO/IEC 20000-1:2018, 8.6.1", "clauses"),
            m.heading(1, "2", "scope", "适用范围", "Scope"),
            Paragraph(
                "p-scope",
                m.rich(
                    m.word("本程序适用于服务目录中全部在运服务的事件。服务请求按", "The procedure applies to incidents on every live "
                           "service in the catalogue. Service requests follow the "),
                    to_request,
                    m.word("处理；原因未明且反复发生的事件转入", "; recurring incidents with an unknown cause pass to the "),
                    to_problem,
                    m.word("；配置项见", "; configuration items are in the "),
                    to_nowhere,
                    m.word("，“重大事件”见第 ", "; for “major incidents” see section "),
                    to_major,
                    m.word(" 章——不得延误。", " – they can’t wait."),
                ),
            ),
            m.heading(1, "3", "terms", "术语", "Terms"),
            m.table(
                ("terms", "1", "术语", "Terms"),
                (("术语", "Term"), ("在本程序中的含义", "Meaning in this procedure")),
                (
                    (("事件", "Incident"), ("服务意外中断、服务质量下降，或尚未影响客户但可能影响服务的故障。",
                     "An unplanned interruption, a drop in service quality, or a failure that has not yet reached the customer but could.")),
                    (("重大事件", "Major incident"), ("优先级为 P1，或经事件经理判断需要跨部门统一指挥的事件。",
                     "An incident of priority P1, or one the incident manager decides needs a single cross-team command.")),
                    (("临时措施", "Workaround"), ("在根本原因消除前，用于减轻或消除影响的做法。",
                     "A way to reduce or remove the effect of an incident before its cause is removed.")),
                ),
                strong=(0,),
            ),
            m.heading(1, "4", "duties", "职责", "Responsibilities"),
            Paragraph(
                "p-duties",
                m.rich(m.word("事件管理由 IT 服务部归口，各活动的职责分配见", "IT Services owns incident management; the duties are in "),
                       to_raci, m.word("。", ".")),
                "lead",
            ),
            m.items(
                False,
                (0, "**服务台**：统一受理、登记、分类和定级；一线处置；全程跟踪并告知用户。",
                 "**Service desk**: single point of contact; logs, classifies and prioritises; first-line support; tracks each record and keeps the user informed."),
                (1, "服务时段为工作日 8:00—20:00；", "service hours are 08:00 to 20:00 on working days;"),
                (1, "时段外由值班工程师受理。", "outside these hours the engineer on call takes over."),
                (0, "**事件经理**：流程负责人；决定重大事件的启动与解除。",
                 "**Incident manager**: process owner; declares and stands down major incidents."),
            ),
            m.heading(1, "5", "targets", "优先级与服务目标", "Priority and service targets"),
            m.heading(2, "5.1", "rating", "评定规则", "How priority is set"),
            Paragraph(
                "p-rating",
                m.rich(
                    m.word("优先级由影响度和紧急度共同决定，按", "Priority follows from impact and urgency as shown in "), to_matrix,
                    m.word("评定，评定动作见", "; the action is "), to_step,
                    m.word("。服务台登记时定级；事实变化时可调整，调整理由记入事件记录。",
                           ". The service desk sets it when logging; it may change when the facts change, and the reason is recorded."),
                ),
            ),
            m.table(
                ("priority", "2", "优先级矩阵", "Priority matrix"),
                (("影响度 \\ 紧急度", "Impact \\ Urgency"), ("高：业务已停止", "High: work has stopped"),
                 ("中：业务受限", "Medium: work is limited"), ("低：可延后", "Low: can wait")),
                (
                    (("高：多个部门或关键客户", "High: several units or a key customer"), "P1", "P2", "P3"),
                    (("中：一个部门", "Medium: one unit"), "P2", "P3", "P4"),
                    (("低：个别用户", "Low: single users"), "P3", "P4", "P4"),
                ),
                center=(1, 2, 3), strong=(0,),
            ),
            m.heading(2, "5.2", "levels", "服务目标", "Service targets"),
            m.table(
                ("targets", "3", "各优先级的服务目标", "Service targets by priority"),
                (("优先级", "Priority"), ("响应", "Respond in"), ("恢复", "Restore in"), ("进展通报", "Progress updates"),
                 ("升级规则", "Escalation")),
                (
                    ("P1", ("15 分钟", "15 minutes"), ("4 小时", "4 hours"), ("每 30 分钟", "Every 30 minutes"),
                     ("立即通知事件经理；超过 2 小时通知分管领导", "Incident manager at once; executive sponsor after 2 hours")),
                    ("P2", ("30 分钟", "30 minutes"), ("8 小时", "8 hours"), ("每 2 小时", "Every 2 hours"),
                     ("超过 4 小时通知事件经理", "Incident manager after 4 hours")),
                    ("P3", ("2 小时", "2 hours"), ("2 个工作日", "2 working days"), ("每个工作日", "Each working day"),
                     ("超时通知服务台主管", "Service desk lead when overdue")),
                    ("P4", ("1 个工作日", "1 working day"), ("5 个工作日", "5 working days"), ("按需", "On request"),
                     ("超时通知服务台主管", "Service desk lead when overdue")),
                ),
                center=(0,),
                note=("P1、P2 按 7×24 小时计时，P3、P4 按工作时间计时。服务级别协议另有约定的，从其约定。",
                      "P1 and P2 run on a 24x7 clock, P3 and P4 in working hours. A service level agreement takes precedence where it differs."),
            ),
            m.heading(1, "6", "process", "处理流程", "Process"),
            m.heading(2, "6.1", "log", "登记、分类与定级（步骤 1—5）", "Log, classify, prioritise (steps 1 to 5)"),
            m.items(
                True,
                (0, "用户可通过电话、门户或即时通讯报告事件；监控告警自动建单。",
                 "Users report by phone, portal or chat; monitoring alerts open a record automatically."),
                (0, "服务台在受理后 10 分钟内建立事件记录，填写全部必填项，并按服务目录分类。",
                 "The service desk opens a record within 10 minutes, completes the mandatory fields and classifies it against the service catalogue."),
                (1, "升级前补全现象、影响范围和已尝试的措施；", "before escalating, complete symptoms, extent and actions tried;"),
                (1, "升级后服务台仍是记录的责任人，直至关闭。", "after escalating, the service desk still owns the record until it is closed."),
                (0, "判断是否满足重大事件条件；满足时立即电话通知事件经理。",
                 "Check the triggers for a major incident; if one is met, phone the incident manager at once."),
            ),
            m.heading(2, "6.2", "restore", "诊断、升级与恢复（步骤 6—9）", "Diagnose, escalate, restore (steps 6 to 9)"),
            m.body("步骤如下：", "The steps are these:", "lead"),
            m.items(
                True,
                (0, "服务台依据知识库处置；30 分钟内不能恢复的，升级到对应技术支持组。",
                 "The service desk works from the knowledge base; if service is not restored in 30 minutes it escalates to the right support team."),
                (0, "恢复后由服务台验证，记录恢复时间和所用措施。",
                 "The service desk verifies the restoration and records the time and the action that worked."),
            ),
            m.heading(3, "6.2.1", "proof", "证据", "Evidence"),
            Callout("c1", "warning", m.text(
                "任何人不得为达成时限而先关闭、后处理。恢复时间以监控或用户验证的时间为准，事后不得改写；更正须保留原值并说明原因。",
                "Nobody may close a record first and fix later to meet a target. The restoration time is the time shown by monitoring or verified by the user.")),
            Callout("c2", "note", m.text("升级不等于移交。", "To escalate is not to hand over.")),
            m.heading(1, "7", "major", "重大事件", "Major incidents"),
            m.body("出现下列任一情形即为重大事件：", "An incident is major when any of these is true:", "lead"),
            m.items(
                False,
                (0, "优先级评定为 P1；", "its priority is P1;"),
                (0, "信息泄露或疑似网络攻击，同时按信息安全事件处理；",
                 "data has leaked or an attack is suspected, in which case the information security response also starts;"),
                (0, "同一关键服务 24 小时内第三次中断。", "the same critical service has failed for the third time in 24 hours."),
            ),
            m.body(
                "事件经理在 15 分钟内组建响应组，明确指挥、技术处置和对外沟通三个角色，并按约定频次通报进展。恢复后五个工作日内完成复盘，形成重大事件报告。",
                "Within 15 minutes the incident manager forms a response team with three named roles (command, technical and "
                "communication) and reports progress. A review is held within five working days of restoration.",
            ),
            Callout("c3", "key", m.text(
                "最高管理者须知悉每一起重大事件；事件经理在启动后 30 分钟内以电话或短信告知，并留存记录。",
                "Top management is told of every major incident. The incident manager does so by phone or text within 30 minutes of declaring it and keeps a record.")),
            m.heading(1, "8", "measure", "测量与改进", "Measurement and improvement"),
            m.body("事件经理每月统计下列指标，连同趋势分析提交服务评审会议。指标连续两个月未达标的，须提出改进措施。",
                   "Each month the incident manager reports these measures with their trend to the service review. A measure that misses its target two months running needs an improvement action."),
            m.table(
                ("kpi", "4", "绩效指标", "Performance measures"),
                (("指标", "Measure"), ("计算方法", "How it is calculated"), ("目标", "Target"), ("数据来源", "Source")),
                (
                    (("按时恢复率", "Restored on time"), ("按时恢复的事件数 ÷ 当月恢复的事件总数", "Incidents restored on time ÷ incidents restored in the month"),
                     "≥ 95%", ("事件记录", "Incident records")),
                    (("一线解决率", "First-line resolution"), ("未升级即恢复的事件数 ÷ 事件总数", "Incidents restored without escalation ÷ all incidents"),
                     "≥ 70%", ("事件记录", "Incident records")),
                    (("用户满意度", "User satisfaction"), ("回访评分的平均值（满分 5 分）", "Mean score of closure surveys (out of 5)"),
                     "≥ 4.5", ("回访记录", "Survey records")),
                ),
                center=(2,), strong=(0,),
            ),
            Landscape("wide", (
                m.heading(1, "A", "raci", "职责分配矩阵", "Responsibility matrix", appendix=True),
                _raci(m),
            )),
        ),
        subtitle=m.word("Incident Management Procedure", "How we restore normal service quickly and keep customers informed"),
        description=m.word("事件从报告到关闭的处理要求", "How incidents are handled from report to closure"),
        keywords=("incident", "P1"),
    )  # fmt: skip


def _raci(m: Maker) -> Table:
    steps = (
        (("报告事件", "Report the incident"), ("现象、影响", "Symptoms, effect"), ("受理信息", "Contact details"), "R A - - -"),
        (("登记并分类", "Log and classify"), ("受理信息", "Contact details"), ("事件记录", "Incident record"), "C A/R - I -"),
        (("评定优先级", "Set priority"), ("事件记录、优先级矩阵", "Record, priority matrix"), ("优先级、目标时间", "Priority, target time"), "I A/R C C -"),
        (("判断并启动重大事件响应", "Declare a major incident"), ("重大事件条件", "Major incident triggers"), ("响应组、首次通报", "Response team, first update"), "I R R A I"),
        (("一线诊断与处置", "First-line diagnosis"), ("知识库、已知错误", "Knowledge base, known errors"), ("处置记录", "Action log"), "C A/R C - -"),
        (("升级、调查与修复", "Escalate, investigate, fix"), ("升级单、配置信息", "Escalation, configuration data"), ("临时措施或修复方案", "Workaround or fix"), "I C R A -"),
        (("恢复并验证服务", "Restore and verify"), ("修复结果、监控数据", "Fix, monitoring data"), ("恢复时间", "Restoration time"), "R A/R R I -"),
        (("确认与关闭", "Confirm and close"), ("用户意见", "User’s answer"), ("关闭的记录", "Closed record"), "R A/R - I -"),
    )  # fmt: skip
    rows = tuple(
        (str(at), *texts, *("" if mark == "-" else mark for mark in marks.split()))
        for at, (*texts, marks) in enumerate(steps, 1)
    )
    group = Row("group", (Cell((m.text("持续进行", "Ongoing"),)),), group=True)
    made = m.table(
        ("raci", "5", "职责分配矩阵", "Responsibility matrix"),
        (("步骤", "Step"), ("活动", "Activity"), ("输入", "Input"), ("输出", "Output"), ("用户", "User"), ("服务台", "Service desk"),
         ("技术支持组", "Support team"), ("事件经理", "Incident manager"), ("管理者代表", "Mgmt. rep.")),
        rows, center=(0, 4, 5, 6, 7, 8),
        note=("R 执行；A 负责（每项活动至少有一名负责人）；C 提供意见；I 知情。",
              "R carries out, A is accountable, C is consulted, I is informed."),
    )  # fmt: skip
    last = m.row("monthly", ("—", ("月度统计与评审", "Monthly reporting and review"), "", "", "", "R", "C", "A/R", "I"))
    return Table(**{**{name: getattr(made, name) for name in Table.__slots__}, "rows": (*made.rows, group, last)})


def form(language: Language) -> Document:
    """A record form with every type of field."""
    m = Maker(language)

    def field(key: str, zh: str, en: str, kind: str, **more: object) -> Field:
        return Field(key, m.text(zh, en), kind, **more)  # type: ignore[arg-type]

    def options(*pairs: tuple[str, str]) -> tuple[str, ...]:
        return tuple(m.word(*pair) for pair in pairs)

    yes_no = options(("是", "Yes"), ("否", "No"))
    channels = options(
        ("电话", "Phone"),
        ("门户", "Portal"),
        ("即时通讯", "Chat"),
        ("监控告警", "Monitoring alert"),
        ("供应商通知", "Supplier notice"),
    )
    sections = (
        FormSection("s1", m.text("一、受理信息", "1 Report"), (
            field("number", "事件编号", "Incident no.", "text", required=True, hint=m.word("INC-年份-流水号", "INC-year-number")),
            field("logged", "受理时间", "Logged at", "datetime", required=True),
            field("reporter", "报告人", "Reported by", "person", required=True),
            field("contact", "部门与电话", "Unit and phone", "text", required=True),
            field("channel", "受理渠道", "Channel", "checks", width="full", options=channels),
        )),
        FormSection("s2", m.text("二、分类与定级", "2 Classification"), (
            field("service", "受影响服务", "Service affected", "choice", required=True, options=options(("邮件与协同", "Mail"), ("网络接入", "Network"))),
            field("item", "配置项", "Configuration item", "text", value=m.rich("CI-0001")),
            field("priority", "优先级", "Priority", "choice", required=True, options=("P1", "P2", "P3", "P4"), hint=m.word("按程序表 2 评定", "See table 2 of the procedure")),
            field("major", "重大事件", "Major incident", "checks", options=yes_no),
            field("symptoms", "现象与影响", "Symptoms and effect", "long", width="full", required=True, lines=4,
                  hint=m.word("何时、何处、出现什么现象、影响了谁", "When, where, what was seen, who was affected")),
        )),
        FormSection("s3", m.text("三、处置与恢复", "3 Action and restoration"), (
            field("actions", "处置过程", "Actions taken", "long", width="full", required=True, lines=7,
                  hint=m.word("按时间顺序记录措施与结果", "Actions and results in order of time")),
            field("effort", "处置用时", "Effort", "number", unit=m.word("小时", "hours")),
            field("restored", "恢复时间", "Restored at", "date", required=True),
            field("at", "告知时刻", "User told at", "time", hint="HH:mm"),
        )),
        FormSection("s4", m.text("四、确认与关闭", "4 Confirmation and closure"), (
            field("agreed", "用户确认", "User agrees", "check", options=(m.word("服务已恢复", "Service is restored"),)),
            field("closed", "关闭日期", "Closed on", "date", value=m.rich("2026-01-20")),
            field("user-sign", "用户签字", "User’s signature", "signature"),
            field("desk-sign", "处理人签字", "Handler’s signature", "signature"),
        )),
    )  # fmt: skip
    return m.document(
        "ITSM-R-08-01",
        ("事件记录表", "Incident Record"),
        (Form("form", sections),),
        kind="form",
        cover=False,
        contents=False,
        eyebrow=m.word("记录表单", "RECORD FORM"),
        help=m.rich(
            m.word("带 * 为必填项。填写依据：", "Fields marked * are mandatory. Filled in as the "),
            Reference("document", "P-08", label=m.word("《事件管理程序》", "Incident Management Procedure"), href="ITSM-P-08.docx"),
            m.word("ITSM-P-08。", " ITSM-P-08 requires."),
        ),
        footnote=m.text("保存部门：服务台　　保存期限：3 年　　填错时划改并签名，不得涂改。", "Kept by the service desk for 3 years. Correct an error by crossing it out and signing."),
    )  # fmt: skip


def register(language: Language) -> Document:
    """A landscape register: some lines filled as examples, the rest empty."""
    m = Maker(language)
    columns = (
        ("序号", "No.", "center"), ("事件编号", "Incident no.", "left"), ("受理时间", "Logged at", "left"), ("受影响服务", "Service", "left"),
        ("现象摘要", "Symptoms", "left"), ("优先级", "Priority", "center"), ("处理人", "Handler", "left"),
        ("原因与恢复措施", "Cause and restoration", "left"), ("恢复用时", "Time to restore", "center"), ("达标", "On time", "center"),
        ("关联问题", "Problem", "center"), ("状态", "Status", "center"),
    )  # fmt: skip
    services = (("业务系统", "Business system"), ("邮件与协同", "Mail"), ("网络接入", "Network"))
    symptoms = (("订单系统登录超时，华东区无法下单", "Login to the order system times out; no orders in the east"),
                ("外发邮件延迟超过 30 分钟", "Outgoing mail is more than 30 minutes late"), ("三楼无线网络间歇中断", "Wi-Fi on floor 3 drops now and then"))  # fmt: skip
    causes = (("连接池耗尽，扩容并重启服务", "Connection pool exhausted; enlarged and restarted"),
              ("队列堆积，清理并限流", "Queue grew; cleared and throttled"), ("接入点固件缺陷，回退版本", "Faulty firmware; rolled back"))  # fmt: skip
    rows = []
    for at in range(15):
        kind, priority = at % 3, f"P{at % 4 + 1}"
        cells = (
            str(at + 1), f"INC-2026-{at + 1:04}", f"01-{at + 2:02} 08:00", services[kind], symptoms[kind], priority,
            ("陈一帆", "Chen Yifan"), causes[kind], "3.2 h", ("是", "Yes"), "PRB-26-01" if kind == 0 else "—", ("已关闭", "Closed"),
        )  # fmt: skip
        rows.append(Row(f"row-{at}", tuple(m.cell(cell) for cell in cells)))
    rows += [Row(f"blank-{at}", tuple(Cell() for _ in columns)) for at in range(8)]
    made = Table(
        "register",
        tuple(Column(f"c{at}", m.text(zh, en), align) for at, (zh, en, align) in enumerate(columns)),  # type: ignore[arg-type]
        tuple(rows),
        m.text("2026 年 1 月事件登记", "Incidents in January 2026"),
        "register",
        "1",
        dense=True,
        style="grid" if language == "en" else "rules",
    )
    return m.document(
        "ITSM-R-08-02",
        ("事件登记册", "Incident Register"),
        (made,),
        kind="register",
        cover=False,
        contents=False,
        landscape=True,
        eyebrow=m.word("记录表单", "RECORD FORM"),
        help=m.text("统计期间：2026 年 1 月　　填报：服务台　　数据为示例。", "Period: January 2026. Filled in by the service desk. The data are examples."),
        footnote=m.text("保存期限：3 年。", "Kept for 3 years."),
    )  # fmt: skip


def report(language: Language) -> Document:
    """A report without a cover: unnumbered headings, a label/value table, line breaks."""
    m = Maker(language)
    pairs = (
        (("报告期", "Period"), "2026-01", ("报告人", "Author"), ("李文静", "Li Wenjing")),
        (("服务", "Service"), ("业务系统、网络接入", "Business system, network"), ("日期", "Date"), "2026-02-03"),
    )
    facts = Table(
        "facts",
        tuple(Column(f"c{at}", ()) for at in range(4)),
        tuple(Row(f"f{at}", tuple(m.cell(cell) for cell in pair)) for at, pair in enumerate(pairs)),
        header=False,
        style="grid",
    )
    return m.document(
        "ITSM-R-09-01",
        ("服务报告", "Service Report"),
        (
            facts,
            Heading("h-summary", 1, "summary", m.text("摘要", "Summary"), numbered=False),
            Paragraph("p1", (Text(m.word("第一行", "Line one")), LineBreak(), Text(m.word("第二行", "Line two"), emphasis=True))),
            Heading("h-detail", 2, "detail", m.text("明细", "Details"), numbered=False),
            m.body("控制字符\x0b被去掉，<标签>与 & 被转义。", "Control\x0b characters are dropped, <tags> & ampersands escaped.", "note"),
            m.body("每月 5 日前完成。", "Done by the 5th of each month.", "help"),
        ),
        kind="report",
        cover=False,
        contents=False,
    )  # fmt: skip


def all_samples() -> dict[str, Document]:
    """Every sample in both languages, by file name."""
    found: dict[str, Document] = {}
    for language in ("zh", "en"):
        for make in (procedure, form, register, report):
            found[f"{make.__name__}-{language}"] = make(language)  # type: ignore[arg-type]
    return found
