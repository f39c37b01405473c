"""What `check` says: the texts of the library, the finished set of one profile, the facts of other profiles in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from iso20k_docs.compose.certification.readiness import readiness
from iso20k_docs.compose.checks import check_set
from iso20k_docs.compose.checks.leaks import facts_of_another
from iso20k_docs.compose.checks.scene import CheckedSet
from iso20k_docs.compose.parity import check_texts, parity
from iso20k_docs.library.certification import FOLDER
from iso20k_docs.library.wording import load_wording
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, info
from iso20k_docs.model.words import LANGUAGES, Words
from iso20k_docs.pipeline import Built, Prepared, build
from iso20k_docs.profile.load import load


def check(prepared: Prepared, against: Sequence[Path] = ()) -> tuple[Diagnostic, ...]:
    """Return what is wrong or doubtful in the texts for this profile, and the facts of other profiles that they print.

    The shipped texts stand in both languages; an overlay needs those of the profile only.
    """
    library = prepared.organisation.library
    languages = prepared.languages if library.folders.overlay else LANGUAGES
    found = list(check_texts(library, languages))
    try:
        built = build(prepared, languages)
        scene = checked_set(prepared, built)
        others = [(load(path, library.folders.bases).profile, path.as_posix()) for path in against]
    except UserError as failure:
        return (*found, *failure.diagnostics)
    found += parity(built.documents)
    found += check_set(scene)
    found += not_ready(prepared)
    for other, source in others:
        found += facts_of_another(scene, other, source)
    return tuple(found)


def not_ready(prepared: Prepared) -> list[Diagnostic]:
    """Return the conditions of certification that the profile does not meet, as information."""
    source = prepared.organisation.library.certification.readiness
    names = {each.id: each.name for each in source.sources}
    found = []
    for each in readiness(prepared.organisation):
        if each.finding.state != "not-met":
            continue
        what, said, caveat = each.condition.what, each.finding.said, each.condition.caveat
        message = Words(
            f"认证条件不满足：{what.zh}（{said.zh}）", f"a condition of certification isn't met: {what.en} ({said.en})"
        )
        hint = caveat or names[each.condition.sources[0]]
        found.append(info("not-ready", message, Place(f"templates/{FOLDER}/conditions.yaml"), hint))
    return found


def checked_set(prepared: Prepared, built: Built) -> CheckedSet:
    """Return a built set as the rules look at it."""
    wording = load_wording(prepared.organisation.library.folders)
    return CheckedSet(prepared.organisation, built.documents, built.matrix, wording)
