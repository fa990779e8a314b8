"""One inventory decided by many machines, on Apache Spark (docs/scale.md).

What each item needs of itself stays with the workers, in partitions; what is about anything else goes to
the driver, which validates and derives once for all that is distinct, with the same code as one machine.
"""

from kg.cluster.run import Outcome, decide

__all__ = ["Outcome", "decide"]
