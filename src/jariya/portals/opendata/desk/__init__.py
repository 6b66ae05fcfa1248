"""The publisher's desk: sets of one's bodies, their resources, files on their way into tables, versions."""
