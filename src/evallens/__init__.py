"""EvalLens shows where a vision model goes wrong, and on which images."""
