"""Machine-readable exits of notices: Atom and iCalendar. The writers are pure."""
