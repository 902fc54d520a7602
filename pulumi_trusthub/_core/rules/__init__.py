"""What Trust Hub's own nouns ask of any client."""
