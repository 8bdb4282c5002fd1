-- How many units of each budget are taken in each day or month?
CREATE TABLE IF NOT EXISTS spending (
    budget TEXT NOT NULL,
    period TEXT NOT NULL,
    units INTEGER NOT NULL,
    PRIMARY KEY (budget, period)
);
