"""A pretend clinic on loopback that speaks its vendors' contracts, with invented people only."""
