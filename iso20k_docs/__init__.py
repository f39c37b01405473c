"""The document set of an ISO/IEC 20000-1 service management system, generated from an organisation profile."""

__version__ = "0.1.0"
