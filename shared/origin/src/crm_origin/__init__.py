"""The one origin that browsers talk to. It owns their sessions and carries requests; it decides nothing of the business."""
