"""How much a lesson holds."""

# The base model: what it sees of a photo is what a lesson is learned from.
BASE = "efficientnet-lite0"
FEWEST_LABELS, MOST_LABELS = 2, 20
FEWEST_PHOTOS, MOST_PHOTOS = 5, 500
MOST_LESSONS = 50
