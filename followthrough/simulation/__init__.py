"""Years of following through, simulated: many areas and points, with everything that changes meanwhile.

To see that nothing is lost over years and that no page grows with the data. Structure (mergers, splits,
committees, link inspectors) is changed by the product's own operations, on days of the past. What people
wrote in those years is put in by bulk, because operations know no past, but along the same table of a
point's life and through the same constraints and walls. At the end a sample goes through operations.
"""

from followthrough.simulation.run import Given, Simulated, simulate

__all__ = ["Given", "Simulated", "simulate"]
