"""XLSX: spreadsheets to work in, and the cross-reference as one."""
