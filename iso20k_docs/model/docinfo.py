"""What a generated Word file says of itself: where writers put it, and merge and forms look for it."""

DOCINFO = "urn:iso20k-docs:docinfo:1"
"""The namespace of the custom part."""
IDENTITY = "DocIdentity"
"""The property that mirrors which document of which generation a file is."""
