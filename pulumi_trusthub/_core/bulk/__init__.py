"""Many phone numbers on a customer profile and a trust product at once."""
