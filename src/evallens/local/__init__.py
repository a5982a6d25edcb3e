"""Ground truth and predictions to an Evaluation, with no account and no network."""
