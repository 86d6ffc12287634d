"""Pictures of the letter's figures, what draws them, and the README's own."""
