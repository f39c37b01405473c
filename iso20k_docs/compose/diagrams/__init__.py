"""Diagrams from data: pure layout, without fonts and files; the same input gives the same drawing."""
