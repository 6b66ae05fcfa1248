"""What a body does with a petition that has its signatures: working group, hearing, decision, promises."""
