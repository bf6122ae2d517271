"""Claims of one story -> alignments, origins, typed differences, findings."""
