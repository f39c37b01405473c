"""From profile and library to document trees: compose, number, resolve."""
