"""Detection of soft and hard shorts in symmetric and full cells."""
