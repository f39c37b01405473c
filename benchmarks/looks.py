"""Whether every document of every example profile passes the Word checks in every look.

    python -m benchmarks.looks [PROFILE...]          (names of example profiles, all where none is named)

The looks are the two font presets, as they are and with each of the foreign templates that the tests make. One line
per profile and look, findings below it; exit status 1 where there are any. All profiles take about 25 minutes on one
core, so the tests see one document of each kind in each look.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from iso20k_docs.inspect.package import read_package
from iso20k_docs.inspect.template import template_of
from iso20k_docs.writers.docx import DocxWriter, Look
from iso20k_docs.writers.docx.adapt import adapt
from tests.judges import word_checks
from tests.sets import PROFILES, document_set
from tests.templates import made


def looks() -> Iterator[tuple[str, Look]]:
    """Yield every look with its name."""
    for preset in ("modern", "formal"):
        look = Look.preset(preset)
        yield preset, look
        for name, content in made.all_templates().items():
            yield f"{preset}, {name}", adapt(template_of(read_package(content, name)), look).look


def main(names: Sequence[str]) -> int:
    """Print what the checks find and return the exit status."""
    failed = 0
    for profile in names or list(PROFILES):
        documents = document_set(profile).built.documents
        for name, look in looks():
            writer = DocxWriter(look)
            found = {document.path: word_checks.findings(writer.write(document)) for document in documents}
            bad = {path: findings for path, findings in found.items() if findings}
            print(f"{profile} ({name}): {len(found)} documents, {len(bad)} with findings", flush=True)
            for path, findings in bad.items():
                print(*(f"  {path}: {finding}" for finding in findings), sep="\n")
            failed += len(bad)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
