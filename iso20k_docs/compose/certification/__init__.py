"""The way to the certificate: what is ready, what happens when, what it may cost; all from the profile's facts."""
