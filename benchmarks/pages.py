"""How often the contents list's estimated page numbers are those of LibreOffice.

Every document with a contents list of every example profile, in every language of the profile: written with
estimated pages, laid out by LibreOffice, compared heading by heading. Prints a line per document and the whole.

    python benchmarks/pages.py [PROFILE...]
"""
