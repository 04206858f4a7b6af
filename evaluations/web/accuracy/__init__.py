"""The pages of discussed findings, factual accuracy and the clocks they run by."""
