"""Content controls: values bound to the properties, and the fields of forms (ISO/IEC 29500-1, 17.5.2)."""

from __future__ import annotations

import re

from iso20k_docs.model.words import LANGUAGE_TAGS
from iso20k_docs.writers.docx.labels import label
from iso20k_docs.writers.docx.markup import escape, run, run_properties, takes_east_asian_font, text_element
from iso20k_docs.writers.docx.properties import BINDINGS, ControlledField
from iso20k_docs.writers.docx.story import Story

_LONGEST_NAME = 64
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOX = (
    '<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr>'
    "<w:t>\u2610</w:t></w:r>"
)
_CHECKBOX = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
_TEXT, _LINES = "<w:text/>", '<w:text w:multiLine="1"/>'


def bound(story: Story, key: str) -> str:
    """Return a value of the properties: edited in one place in Word, it changes in all."""
    binding, value = BINDINGS[key], story.values[key]
    properties = run_properties("", takes_east_asian_font(value, story.language))
    return (
        f'<w:sdt><w:sdtPr>{properties}<w:alias w:val="{escape(label(binding.label, story.language))}"/>'
        f'<w:tag w:val="{binding.name}"/><w:id w:val="{story.control()}"/><w:lock w:val="sdtLocked"/>'
        f'<w:dataBinding w:prefixMappings="{binding.prefixes}" w:xpath="{binding.path}" '
        f'w:storeItemID="{binding.store}"/>{_TEXT}</w:sdtPr>'
        f"<w:sdtContent><w:r>{properties}{text_element(value)}</w:r></w:sdtContent></w:sdt>"
    )


def text_control(story: Story, name: str, tag: str, prompt: str, value: str, lines: bool = False) -> str:
    """Return a field for free text; `prompt` is shown while it is empty."""
    shown = prompt or label("fill", story.language)
    return _control(story, ControlledField(tag, name, "text", shown), _LINES if lines else _TEXT, value)


def date_control(story: Story, name: str, tag: str, value: str, time: bool = False) -> str:
    """Return a date picker, with the time of day if asked for."""
    pattern = "yyyy-MM-dd HH:mm" if time else "yyyy-MM-dd"
    full = f' w:fullDate="{value}T00:00:00Z"' if _ISO_DATE.fullmatch(value) else ""
    kind = (
        f'<w:date{full}><w:dateFormat w:val="{pattern}"/><w:lid w:val="{LANGUAGE_TAGS[story.language]}"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )
    return _control(story, ControlledField(tag, name, "date", label("pick-date", story.language)), kind, value)


def choice_control(story: Story, name: str, tag: str, options: tuple[str, ...], value: str) -> str:
    """Return a list to choose one from."""
    items = "".join(
        f'<w:listItem w:displayText="{escape(option)}" w:value="{escape(option)}"/>'
        for option in dict.fromkeys(options)
    )
    kind = f"<w:dropDownList>{items}</w:dropDownList>"
    return _control(story, ControlledField(tag, name, "choice", label("choose", story.language)), kind, value)


def check_control(story: Story, name: str, tag: str) -> str:
    """Return a box to tick."""
    return _frame(story, ControlledField(tag, name, "check", ""), "", _CHECKBOX, _BOX)


def _control(story: Story, field: ControlledField, kind: str, value: str) -> str:
    if value:
        return _frame(story, field, "", kind, run(value, story.language))
    prompt = run(field.prompt, story.language, "PlaceholderText")
    return _frame(story, field, "<w:showingPlcHdr/>", kind, prompt)


def _frame(story: Story, field: ControlledField, state: str, kind: str, content: str) -> str:
    name, tag = field.label[:_LONGEST_NAME], field.tag[:_LONGEST_NAME]
    story.fields.append(ControlledField(tag, name, field.kind, field.prompt))
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{escape(name)}"/>'
        f'<w:tag w:val="{escape(tag)}"/><w:id w:val="{story.control()}"/>'
        f'<w:lock w:val="sdtLocked"/>{state}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )
