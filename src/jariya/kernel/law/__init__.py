"""Norms, legal terms, thresholds and the working-day calendar: dated rows that cite the act.

The counting (`calendar`, `terms`, `due`, `norms`, `explain`, `shipped`, `edits`) is pure and imports no Django.
"""
