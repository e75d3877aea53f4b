"""What the commands cost, as ratios of two that run in turn; never part of a test run."""
