-- Periods that were closed because their season was cancelled: they have no champions.
CREATE TABLE cancelled (
    period INT NOT NULL PRIMARY KEY
);
