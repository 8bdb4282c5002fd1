-- Which batches are in the history already?
SELECT batch FROM batches;
