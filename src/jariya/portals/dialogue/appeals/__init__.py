"""Appeals: handed over, signed, to the state's one system for appeals, whose number and steps come back."""
