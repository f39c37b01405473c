"""`python -m iso20k_docs` and the console command."""

from __future__ import annotations

from iso20k_docs.cli import main

if __name__ == "__main__":
    main()
