"""What came of what was shipped: experiments, releases, delivery, predictions. Pure."""
