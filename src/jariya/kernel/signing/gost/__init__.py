"""GOST: the hash functions and curves that state keys of Kazakhstan are made with. Pure: no Django, no network.

Own code, for checking signatures and for the test authority only. It does not run in constant time and must never
hold a real private key (docs/decisions: own curve code).
"""
