"""This portal's share of an invented nation: stories, histories, and how they are done.

The cast (law, bodies, officials, citizens) is handed in by `project/nation.py`: it is the same for all portals.
"""
