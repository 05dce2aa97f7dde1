-- Each statement commits by itself here: so that a script that broke off may run again, all of it is IF NOT EXISTS.
-- Leagues as the document had them last: who is in which division, the seasons that run with their cohorts and players, and what was. Written behind the gate and the league's own row.
CREATE TABLE IF NOT EXISTS leagues (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    board VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    win SMALLINT NOT NULL,
    played BOOLEAN NOT NULL,
    divisions MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    last_no BIGINT NOT NULL,
    last_seat BIGINT NOT NULL
) ENGINE = InnoDB;

-- Since when what the leagues were ruled by last is in force.
CREATE TABLE IF NOT EXISTS leagues_ruled (
    id INT NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL
) ENGINE = InnoDB;
INSERT IGNORE INTO leagues_ruled (id, since) VALUES (1, 0);

-- Of whoever is above the lowest: their division, from 0.
CREATE TABLE IF NOT EXISTS league_divisions (
    league INT NOT NULL,
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    division INT NOT NULL,
    PRIMARY KEY (league, player),
    KEY league_divisions_player (player)
) ENGINE = InnoDB;

-- state: 0 runs, or waits for the one before it to be closed; 1 is over, to be deleted
CREATE TABLE IF NOT EXISTS league_seasons (
    league INT NOT NULL,
    period INT NOT NULL,
    opens BIGINT NOT NULL,
    made BIGINT NOT NULL,
    waits SMALLINT NOT NULL,
    state SMALLINT NOT NULL,
    PRIMARY KEY (league, period)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS league_cohorts (
    league INT NOT NULL,
    no BIGINT NOT NULL,
    period INT NOT NULL,
    division INT NOT NULL,
    taken INT NOT NULL,
    PRIMARY KEY (league, no),
    KEY league_cohorts_filling (league, period, division, no)
) ENGINE = InnoDB;

-- cohort: 0 waits for one; seat: the order in which they came
CREATE TABLE IF NOT EXISTS league_members (
    league INT NOT NULL,
    period INT NOT NULL,
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    cohort BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    PRIMARY KEY (league, period, player),
    KEY league_members_cohort (league, period, cohort, seat),
    KEY league_members_player (player)
) ENGINE = InnoDB;

-- Who was present in a part of a period that an early rollover ended, until the last is closed; the row without a player says that there was one.
CREATE TABLE IF NOT EXISTS league_parts (
    league INT NOT NULL,
    whole VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (league, whole, player),
    KEY league_parts_player (player)
) ENGINE = InnoDB;

-- Periods that have closed and of which it is found out, step by step, what becomes of a league's players: how far that is.
CREATE TABLE IF NOT EXISTS league_closings (
    league INT NOT NULL,
    period INT NOT NULL,
    no BIGINT NOT NULL,
    content MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    step SMALLINT NOT NULL,
    last_no BIGINT NOT NULL,
    last_player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    players INT NOT NULL,
    cohorts INT NOT NULL,
    promoted INT NOT NULL,
    relegated INT NOT NULL,
    fallen INT NOT NULL,
    PRIMARY KEY (league, period)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS league_past (
    league INT NOT NULL,
    no BIGINT NOT NULL,
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    opens BIGINT NOT NULL,
    closes BIGINT NOT NULL,
    players INT NOT NULL,
    cohorts INT NOT NULL,
    promoted INT NOT NULL,
    relegated INT NOT NULL,
    fallen INT NOT NULL,
    cancelled SMALLINT NOT NULL,
    PRIMARY KEY (league, no)
) ENGINE = InnoDB;
