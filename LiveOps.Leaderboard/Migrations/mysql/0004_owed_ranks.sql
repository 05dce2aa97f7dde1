-- Each statement commits by itself here: so that a script that broke off may run again, all of it is IF NOT EXISTS.
-- Entries that were changed by a step at the gate and that Redis has not taken yet: whoever changed them brings them there after the commit, and should they die, another does.
-- version: of the catalogue after that step.
CREATE TABLE IF NOT EXISTS owed (
    period INT NOT NULL,
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (period, player)
) ENGINE = InnoDB;

-- The steps at the gate, for a while: whoever was not told whether theirs was committed finds it here.
CREATE TABLE IF NOT EXISTS moves (
    token BIGINT NOT NULL PRIMARY KEY,
    hour INT NOT NULL,
    KEY moves_by_hour (hour)
) ENGINE = InnoDB;
