"""Bring newly generated documents into a folder that people work in, without losing what they wrote.

`publish.publish` does it, `publish.preview` tells what it would do, `standing` answers what is there.
Everything here is standard library and model only: it lies on the start-up path of a run with nothing to do.
"""
