"""The internet conference: scheduled live questions to a head, collected beforehand, answered in the open."""
