"""Reception days of heads: who receives when, a place in time for whoever books it, and what comes of it."""
