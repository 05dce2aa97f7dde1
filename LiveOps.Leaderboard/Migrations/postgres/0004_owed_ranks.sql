-- Entries that were changed by a step at the gate and that Redis has not taken yet: whoever changed them brings them there after the commit, and should they die, another does.
-- version: of the catalogue after that step.
CREATE TABLE owed (
    period INT NOT NULL,
    player VARCHAR(64) COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (period, player)
);

-- The steps at the gate, for a while: whoever was not told whether theirs was committed finds it here.
CREATE TABLE moves (
    token BIGINT NOT NULL PRIMARY KEY,
    hour INT NOT NULL
);
CREATE INDEX moves_by_hour ON moves (hour);
