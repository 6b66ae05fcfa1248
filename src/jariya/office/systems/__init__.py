"""Bodies' own systems: accounts of programs, their tokens, and what they did through the API."""
