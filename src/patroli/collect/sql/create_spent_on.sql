-- Which different things were asked for from a budget that counts them, and when first?
CREATE TABLE IF NOT EXISTS spent_on (
    budget TEXT NOT NULL,
    what TEXT NOT NULL,
    first_at TEXT NOT NULL,
    PRIMARY KEY (budget, what)
);
