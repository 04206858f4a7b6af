"""The pages of the pre-inspection return."""
