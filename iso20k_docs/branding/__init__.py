"""The organisation's own look: the files that its profile names, and what becomes of them."""
