"""The pages of the reports, a module for each thing one does there."""
