"""The portal's share of an invented nation."""
