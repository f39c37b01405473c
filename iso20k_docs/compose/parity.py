"""Checks that the Chinese and the English text of a document say the same in the same places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from jinja2 import nodes as jinja
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError

from iso20k_docs.compose.environment import TemplateEnvironment
from iso20k_docs.library.definitions import has_text
from iso20k_docs.library.load import Library, LoadedDocument
from iso20k_docs.model.diagnostics import Diagnostic, Place, error
from iso20k_docs.model.nodes import Block, Callout, Document, Figure, Form, Heading, Landscape, List, Paragraph, Table
from iso20k_docs.model.words import LANGUAGES, Language, Words

# --- trees -----------------------------------------------------------------------------------------


def parity(documents: Sequence[Document]) -> list[Diagnostic]:
    """Return where the two languages of a document differ in sections, marks, tables, lists or their sizes."""
    by_id: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_id[document.id].append(document)
    found: list[Diagnostic] = []
    for pair in by_id.values():
        if len(pair) == len(LANGUAGES):
            found += _differences(pair[0], pair[1])
    return found


def _differences(first: Document, second: Document) -> Iterable[Diagnostic]:
    for one, other in zip_longest(_shape(first.blocks), _shape(second.blocks)):
        if one != other:
            zh, en = one or "—", other or "—"
            message = Words(
                f"中英文不一致：中文有“{zh}”，英文在同一处有“{en}”",
                f"the languages differ: Chinese has '{zh}' where English has '{en}'",
            )
            yield error("languages-differ", message, Place(f"templates/…/{first.id}"))
            return


def _shape(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Heading():
                marks = " ".join(block.requirements)
                yield f"heading {block.level} #{block.anchor}{' appendix' if block.appendix else ''} [{marks}]"
            case Paragraph():
                yield f"{block.role} paragraph"
            case List():
                levels = "".join(str(item.level) for item in block.items)
                yield f"{'numbered' if block.ordered else 'bulleted'} list {levels}"
            case Callout():
                yield f"callout {block.kind}"
            case Table():
                note = " with a note" if block.note else ""
                yield f"table #{block.anchor} of {len(block.columns)} columns, {len(block.rows)} rows{note}"
            case Figure():
                # A drawing that goes on over a page in one language may fit one page in the other.
                yield from () if "/" in block.id else (f"figure #{block.anchor}",)
            case Form():
                yield "form " + " ".join(f.id for s in block.sections for f in s.fields)
            case Landscape():
                yield "landscape"
                yield from _shape(block.blocks)


# --- templates ---------------------------------------------------------------------------------------


def check_texts(library: Library, languages: Sequence[Language] = LANGUAGES) -> list[Diagnostic]:
    """Return what is wrong with the texts of the library before any profile: missing ones, blocks, variables."""
    environment = TemplateEnvironment(library.folders, "en", None)
    found = []
    for document in library.documents.values():
        if has_text(document.definition) and not document.definition.merges:
            found += _text_problems(document, environment, languages)
    return found


def _text_problems(
    document: LoadedDocument, environment: TemplateEnvironment, languages: Sequence[Language]
) -> list[Diagnostic]:
    names = {language: f"{document.stem}.{language}.md.j2" for language in languages}
    found: list[Diagnostic] = []
    variables = []
    for name in names.values():
        try:
            environment.check_blocks(name)
            variables.append(_variables(environment, name))
        except TemplateNotFound as failure:
            message = Words(f"缺少文件{failure.name}", f"the file {failure.name} is missing")
            found.append(error("text-missing", message, Place(f"templates/{document.stem}.yaml")))
        except TemplateError as failure:
            line = failure.lineno if isinstance(failure, TemplateSyntaxError) else None
            found.append(error("template-error", Words.same(f"{failure}"), Place(f"templates/{name}", line)))
    if len(variables) == len(LANGUAGES) and variables[0] != variables[1]:
        only = ", ".join(sorted(variables[0] ^ variables[1]))
        message = Words(f"只有一种语言的文本用到：{only}", f"only one language's text uses: {only}")
        found.append(error("languages-differ", message, Place(f"templates/{document.stem}.*.md.j2")))
    return found


#: What a text may name in one language only.
_OWN_TO_ONE = {"language"}


def _variables(environment: TemplateEnvironment, name: str) -> set[str]:
    """Return the facts that a template names, such as `own.log_within`."""
    return set().union(*_by_block(environment, name).values())


def _by_block(environment: TemplateEnvironment, name: str) -> dict[str, set[str]]:
    """Return the facts by block; a user's text has those of the shipped one that it extends, but for its own blocks."""
    tree = environment.parse(environment.text_of(name), name)
    parents = [e.template.value for e in tree.find_all(jinja.Extends) if isinstance(e.template, jinja.Const)]
    if not parents:
        return {"": _facts_in(tree)}
    found = _by_block(environment, parents[0]) if parents[0].startswith("!") else {}
    for block in tree.find_all(jinja.Block):
        continued = found.get(block.name, set()) if _continues(block) else set()
        found[block.name] = _facts_in(block) | continued
    return found


def _continues(block: jinja.Block) -> bool:
    return any(isinstance(c.node, jinja.Name) and c.node.name == "super" for c in block.find_all(jinja.Call))


def _facts_in(tree: jinja.Node) -> set[str]:
    found = {_chain(node) for node in tree.find_all((jinja.Getattr, jinja.Getitem))}
    return {chain for chain in found if chain and chain not in _OWN_TO_ONE and not chain.startswith("loop.")}


def _chain(node: jinja.Node) -> str:
    match node:
        case jinja.Getattr():
            inner = _chain(node.node)
            return f"{inner}.{node.attr}" if inner else ""
        case jinja.Getitem(arg=jinja.Const(value=value)):
            inner = _chain(node.node)
            return f"{inner}[{value}]" if inner else ""
        case jinja.Name():
            return str(node.name)
        case _:
            return ""
