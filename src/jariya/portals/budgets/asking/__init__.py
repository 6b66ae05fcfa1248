"""What is this money for? Questions to a line of a budget, answered in the open by the body behind it."""
