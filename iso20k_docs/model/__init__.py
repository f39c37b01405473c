"""The words of the field: plain frozen values, no input or output."""
