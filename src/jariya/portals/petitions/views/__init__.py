"""Pages of petitions up to the threshold: writing, one's own, the moderators' and the supervisor's, refusals."""
