"""The content library: document definitions, process definitions, record forms and the standard, as data."""
