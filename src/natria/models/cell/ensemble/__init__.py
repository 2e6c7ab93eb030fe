"""Many cells at once: batched fixed steps, sampled properties, statistics over patches."""
