"""From the bytes of a YAML file to typed values, with the place of every value."""
