"""The page of a template."""

from __future__ import annotations

from lxml import etree

from iso20k_docs.inspect.markup import NS, W, number, value
from iso20k_docs.model.template import Sheet


def read_sheet(body: etree._Element) -> Sheet | None:
    """Return the page of the last section, upright; None where it isn't stated. Margins in twips."""
    sections = list(body.iter(W + "sectPr"))
    upright = [one for one in sections if value(one.find("w:pgSz", NS), "orient") != "landscape"]
    if not sections:
        return None
    section = (upright or sections)[-1]
    size, margins = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
    if size is None or margins is None:
        return None
    width, height = sorted((number(size, "w"), number(size, "h")))
    # The gutter is where the pages are bound; a negative margin is a fixed one.
    return Sheet(
        width=width,
        height=height,
        top=abs(number(margins, "top")),
        bottom=abs(number(margins, "bottom")),
        left=number(margins, "left") + number(margins, "gutter"),
        right=number(margins, "right"),
        header=number(margins, "header"),
        footer=number(margins, "footer"),
    )
