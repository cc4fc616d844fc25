"""A made-up distributor of tea, coffee and what goes with them, and one day of its business."""
