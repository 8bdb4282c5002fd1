"""What is matched and decided in, the day's list out.

What a caller fills is in `patroli.queueing.inputs`.
"""

from patroli.queueing.pictures import illustrated, pictures_of
from patroli.queueing.plan import Queue, plan_queue
from patroli.queueing.write import write_queue

__all__ = ["Queue", "illustrated", "pictures_of", "plan_queue", "write_queue"]
