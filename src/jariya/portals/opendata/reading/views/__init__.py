"""Pages of open data that anyone may read. They touch no session; what they show stands in their address."""
