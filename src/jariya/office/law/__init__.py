"""The desk of the authorised body: norms and the calendar, edited by two persons, with what each edit moves."""
