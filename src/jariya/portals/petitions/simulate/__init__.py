"""Petitions of an invented nation: a few through the actions in every state, three thousand in bulk."""
