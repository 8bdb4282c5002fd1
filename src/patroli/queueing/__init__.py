"""What is matched and decided in, the day's list out.

What a caller fills is in `patroli.queueing.inputs`.
"""

from patroli.queueing.plan import Queue, plan_queue
from patroli.queueing.write import write_queue

__all__ = ["Queue", "plan_queue", "write_queue"]
