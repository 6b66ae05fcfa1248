"""Reading in what a body sent: a job in stages, each leaving a row; a process of its own does the work."""
