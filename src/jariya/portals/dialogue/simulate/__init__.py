"""Dialogue's share of an invented nation: questions and answers that nobody asked, in bodies that do not exist.

`small` is shaped by hand and goes through the actions; `full` is drawn by chance and written by COPY. Both speak in
`Step`s, so that one history can be done both ways and compared. Everything hangs on invented bodies.
"""
