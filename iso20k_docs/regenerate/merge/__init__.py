"""Three-way merge of Word documents: base, mine and theirs become mine with tracked changes.

`base` is what the tool once wrote, `mine` the user's file that grew out of it, `theirs` what the tool writes now.
Only `mine` is edited, and of it only the paragraphs and rows that change: what the user wrote, formatted, drew and
commented stays. Changes of `theirs` become `w:ins` and `w:del`; where both changed one place the user's text stays and
a comment carries the other.
"""
