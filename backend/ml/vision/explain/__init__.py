"""Where in a picture an answer comes from: for each label and each place, how much that speaks for it."""
