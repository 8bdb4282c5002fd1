-- Which of the versions not judged lie in one stretch?
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT place FROM unjudged WHERE place BETWEEN $first AND $last;
