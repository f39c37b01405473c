"""Writers: from document trees to files' bytes; a writer touches no disk."""
