"""Is a difference between two models more than luck? Arrays only: resampling of images, tests and intervals."""
