"""Starts, watches and repairs an installation. Standard library only: it runs before anything is installed."""
