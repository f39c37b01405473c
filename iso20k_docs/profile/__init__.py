"""The organisation profile: what one organisation says about itself, once."""
