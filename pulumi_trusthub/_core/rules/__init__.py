"""The rules of Trust Hub for each noun, which hold for any client."""
