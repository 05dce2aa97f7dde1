-- Each statement commits by itself here: so that a script that broke off may run again, all of it is IF NOT EXISTS.
-- Periods that were closed because their season was cancelled: they have no champions.
CREATE TABLE IF NOT EXISTS cancelled (
    period INT NOT NULL PRIMARY KEY
) ENGINE = InnoDB;
