"""From the bytes somebody sent to a table whose every cell can be answered for.

Stages, each its own module: container -> encoding -> dialect -> loading -> types -> profile -> writing. Nothing is
dropped on the way: what does not fit is reported with row, column, value and rule, and kept as text. Pure: no Django,
no network; files in a folder of their own.
"""
