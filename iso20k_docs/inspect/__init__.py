"""Documents read back: opened safely, checked, their filled fields, and their pages as LibreOffice lays them out."""
