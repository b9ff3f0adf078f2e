"""Shows leads to people and records what they decide."""
