"""What stands in a published tree: records, the log, signatures, time stamps, and what follows from them."""
