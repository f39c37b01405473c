"""How the documents speak: no vague promises, no numbers of their own, one word for one thing, nothing said twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from iso20k_docs.compose.checks.scene import GAP, CheckedSet, Said, texts_of
from iso20k_docs.model.diagnostics import Diagnostic, Place, warning
from iso20k_docs.model.measure import plain
from iso20k_docs.model.nodes import Document, LineBreak, Reference, Text, flat
from iso20k_docs.model.words import Language, Words

#: The shortest run of characters or words that two procedures must not share.
RUN = {"zh": 25, "en": 12}
_ORDERED_TIERS = "PW"
#: The table whose rows stand in two procedures on purpose: each confirms what the other hands over.
_CONFIRMED = "interfaces"
#: The table that prints other standards in their own terms.
_OTHERS_WORDS = "other-standards"
_QUOTE = 20
_LISTED = 5
_CHINESE_NUMBER = "[0-9]+(?:\\.[0-9]+)?|[两二三四五六七八九十百半]+"
_ENGLISH_NUMBER = "[0-9]+(?:\\.[0-9]+)?|two|three|four|five|six|seven|eight|nine|ten|twelve|half|twice"
_NUMBERS = {
    "zh": re.compile(
        f"(?<!第)(?:{_CHINESE_NUMBER})个?(?:分钟|小时|工作日|天|周|星期|年|%|％|成|倍|万?元)|(?<!第)(?:{_CHINESE_NUMBER})个(?:季度|月)"
        f"|(?:{_CHINESE_NUMBER})(?:次|人|名|份|起|条)(?=以上|以下|以内|及以上|或更多)"
        f"|(?:至少|至多|不少于|不超过|连续)(?:{_CHINESE_NUMBER})[个项条次处份名人]|一半|半数|[二三四五]分之[一二三四]"
    ),
    "en": re.compile(
        rf"\b(?:{_ENGLISH_NUMBER})[ -](?:working )?(?:minutes?|hours?|days?|weeks?|months?|quarters?|years?|times)\b"
        rf"|\b(?:{_ENGLISH_NUMBER})(?: ?%| per cent)|\bat (?:least|most) (?:{_ENGLISH_NUMBER})\b"
        rf"|\b(?:{_ENGLISH_NUMBER})(?: \w+)? in a row\b|\bhalf of\b|\b(?:third|quarter)s? of\b"
    ),
}
_BEFORE_A_NUMBER = {
    "zh": re.compile(r"(?:^|第)(?:[0-9.]+[、和至])*$"),
    "en": re.compile(r"(?:^|\b(?:section|chapter)s? )(?:[0-9.]+(?:, | and | to | or ))*$", re.IGNORECASE),
}
"""What stands before the number of a section; in the cell of a column that is named so, nothing."""
_INTERVAL = {
    "zh": re.compile("每|逐[日月年]|年度|月度|季度|半年|间隔|周期"),
    "en": re.compile(
        r"\b(?:every|each|daily|weekly|monthly|quarterly|yearly|annual|annually|once an?|a year|a month|a quarter"
        r"|interval)\b",
        re.IGNORECASE,
    ),
}


def vague_words_are_few(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A procedure or instruction has few words that promise nothing, counted per thousand characters or words."""
    for document in _ordering(scene):
        said = scene.said[document.id, document.language]
        vague = _any_of(scene.wording.vague.in_(document.language), document.language)
        found = [_quote(each.own, hit) for each in said for hit in vague.finditer(each.own)] if vague else []
        allowed = max(scene.wording.vague_per_thousand * _length(said, document.language) / 1000, 1)
        if len(found) > allowed:
            yield _told(scene, document, "vague-words", Words("空泛的用语", "vague words"), found)


def numbers_are_facts(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A time, share or amount that an organisation could want otherwise is a fact of the profile."""
    allowed = [count.text for count in scene.wording.counts]
    for document in scene.documents:
        found = []
        for each in scene.said[document.id, document.language]:
            text = _without(each.own, allowed)
            found += [f"{each.section} {_quote(text, hit)}" for hit in _NUMBERS[document.language].finditer(text)]
        if found:
            about = Words("文字中自带的数字（应来自配置）", "numbers of the text's own (they belong to the profile)")
            yield _told(scene, document, "number-in-text", about, found)


def intervals_are_stated(scene: CheckedSet) -> Iterator[Diagnostic]:
    """Where the standard asks for planned intervals, a place that answers says how often."""
    wanted = set(scene.wording.intervals)
    for row in scene.matrix.rows:
        if row.requirement not in wanted or not row.answers:
            continue
        for language in dict.fromkeys(document.language for document in scene.documents):
            places = [(answer.id, answer.section.partition("/")[0]) for answer in row.answers]
            texts = "\n".join(text for name, section in places for text in _section(scene, name, section, language))
            if not _INTERVAL[language].search(texts):
                name = row.requirement
                message = Words(f"{name}的应答没有写明间隔", f"no answer to {name} says how often")
                yield warning("interval-missing", message, Place(f"templates/…/{row.answers[0].id} ({language})"))


def section_numbers_have_their_word(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A link to a section of the same document reads as one: `第3章`, `section 3.2`, never a bare number."""
    for document in scene.documents:
        before = _BEFORE_A_NUMBER[document.language]
        found = [
            plain(text[max(at - 1, 0) : at + 2])
            for block in flat(document.blocks)
            for text in texts_of(block)
            for at, run in enumerate(text)
            if _is_section_number(run) and not before.search(plain(text[:at]))
        ]
        if found:
            yield _told(
                scene, document, "bare-number", Words("没有“第…章”的编号", "section numbers without a word"), found
            )


def _is_section_number(run: Text | LineBreak | Reference) -> bool:
    return isinstance(run, Reference) and run.place == "section" and run.label[:1].isdigit()


def terms_are_those_of_the_glossary(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A text uses the glossary's word for a thing, not another one; names that others use for a document may stand."""
    for language in dict.fromkeys(document.language for document in scene.documents):
        aliases = {alias.in_(language) for entry in scene.organisation.register.values() for alias in entry.aliases}
        wrong = {
            word: term for term in scene.organisation.library.glossary.terms for word in term.forbidden.in_(language)
        }
        pattern = _any_of(wrong, language)
        for document in scene.documents if pattern else ():
            if document.language != language:
                continue
            hits: dict[str, list[str]] = defaultdict(list)
            for each in scene.said[document.id, language]:
                if each.table.endswith(_OTHERS_WORDS):
                    continue
                text = _without(each.own, aliases)
                for hit in pattern.finditer(text) if pattern else ():
                    hits[_forbidden(hit[0], wrong)].append(_quote(text, hit))
            for word, found in hits.items():
                term = wrong[word].term
                about = Words(f"应使用术语“{term.zh}”", f"the term is '{term.en}'")
                yield _told(scene, document, "other-term", about, found)


def _forbidden(said: str, wrong: Iterable[str]) -> str:
    """Return the forbidden word that was said, whatever its case and number."""
    return next(word for word in wrong if said.lower().removesuffix("s") == word.lower().removesuffix("s"))


def steps_are_complete(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A step says who, by when or on what trigger, and on which record or in which tool."""
    for _, definition, process in scene.organisation.processes():
        for step in process.steps:
            written = step.records or step.tool or "](doc:" in step.text.zh
            if not (step.limit.zh and step.limit.en and written):
                stem = scene.organisation.library.documents[definition.id].stem
                message = Words(f"步骤“{step.name.zh}”没有记录", f"the step '{step.name.en}' leaves no record")
                yield warning("step-incomplete", message, Place(f"templates/{stem}.yaml"))


def procedures_share_no_sentences(scene: CheckedSet) -> Iterator[Diagnostic]:
    """No two procedures share a run of 25 Chinese characters or 12 English words but phrases of the skeleton."""
    for language in dict.fromkeys(document.language for document in scene.documents):
        skeleton = scene.wording.skeleton.in_(language)
        owners: dict[str, set[str]] = defaultdict(set)
        for document in scene.documents:
            if document.kind == "procedure" and document.language == language:
                for said in scene.said[document.id, language]:
                    if said.table.endswith(_CONFIRMED):
                        continue
                    for run in _runs(_without(said.own, skeleton), language):
                        owners[run].add(document.id)
        shared = {run: names for run, names in owners.items() if len(names) > 1}
        for names in dict.fromkeys(tuple(sorted(names)) for names in shared.values()):
            example = next(run for run, found in shared.items() if tuple(sorted(found)) == names)
            joined = ", ".join(names)
            message = Words(f"{joined}有相同的文字：“{example}”", f"{joined} share the words '{example}'")
            yield warning("shared-sentence", message, Place(f"templates/procedures ({language})"))


# --- helpers -----------------------------------------------------------------------------------------------


def _ordering(scene: CheckedSet) -> Iterator[Document]:
    return (document for document in scene.documents if scene.entry(document).type in _ORDERED_TIERS)


def _told(scene: CheckedSet, document: Document, code: str, about: Words, found: list[str]) -> Diagnostic:
    listed = "; ".join(found[:_LISTED]) + ("; …" if len(found) > _LISTED else "")
    message = Words(f"{about.zh}：{listed}", f"{about.en}: {listed}")
    return warning(code, message, scene.place(document))


def _quote(text: str, hit: re.Match[str]) -> str:
    around = text[max(hit.start() - _QUOTE, 0) : hit.end() + _QUOTE].replace("\n", " ")
    return "“" + around.replace(GAP, "…") + "”"


def _any_of(words: Iterable[str], language: Language) -> re.Pattern[str] | None:
    joined = "|".join(re.escape(word) for word in words)
    if not joined:
        return None
    return re.compile(joined) if language == "zh" else re.compile(rf"\b(?:{joined})s?\b", re.IGNORECASE)


def _length(said: Iterable[Said], language: Language) -> int:
    texts = [each.text for each in said]
    if language == "zh":
        return sum(len(re.findall("[\u4e00-\u9fff]", text)) for text in texts)
    return sum(len(text.split()) for text in texts)


def _without(text: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        text = text.replace(phrase, GAP)
    return text


def _section(scene: CheckedSet, document: str, section: str, language: Language) -> Iterator[str]:
    """Yield the texts of a section and of those below it."""
    for said in scene.said.get((document, language), ()):
        if said.section == section or said.section.startswith(f"{section}."):
            yield said.text


def _runs(text: str, language: Language) -> Iterator[str]:
    for piece in re.split(f"[{GAP}\n]", text):
        units = list(piece) if language == "zh" else piece.split()
        between = "" if language == "zh" else " "
        for start in range(len(units) - RUN[language] + 1):
            yield between.join(units[start : start + RUN[language]])
