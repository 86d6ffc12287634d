"""Experiments over many seeds: jobs, a ledger of what is done, tables of results."""
