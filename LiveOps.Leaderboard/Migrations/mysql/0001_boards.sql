-- Each statement commits by itself here: so that a script that broke off may run again, all of it is IF NOT EXISTS.
-- What all replicas share: its version says whether a replica's catalogue still holds.
CREATE TABLE IF NOT EXISTS gate (
    id BIGINT NOT NULL PRIMARY KEY,
    instance VARCHAR(32) NOT NULL,
    version BIGINT NOT NULL,
    floor BIGINT NOT NULL
) ENGINE = InnoDB;
INSERT IGNORE INTO gate (id, instance, version, floor) VALUES (1, SUBSTR(REPLACE(UUID(), '-', ''), 1, 12), 1, 0);

-- What is locked for it: not its own row, which two that share the lock could not both change without waiting for each other.
CREATE TABLE IF NOT EXISTS gate_lock (
    id BIGINT NOT NULL PRIMARY KEY
) ENGINE = InnoDB;
INSERT IGNORE INTO gate_lock (id) VALUES (1);

CREATE TABLE IF NOT EXISTS boards (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    descending BOOLEAN NOT NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS tracks (
    board VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    win SMALLINT NOT NULL,
    closed_through BIGINT NOT NULL,
    closed_last VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (board, win)
) ENGINE = InnoDB;

-- state: 0 takes scores, 1 closed, 2 archived, 3 archived and its scores deleted, 4 to be cut to its champions, 5 cut, 6 to be deleted
CREATE TABLE IF NOT EXISTS periods (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    board VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    win SMALLINT NOT NULL,
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    opens BIGINT NOT NULL,
    closes BIGINT NOT NULL,
    state SMALLINT NOT NULL,
    closed_no BIGINT NOT NULL,
    total INT NOT NULL,
    UNIQUE (board, win, name)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS scores (
    period INT NOT NULL,
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    score BIGINT NOT NULL,
    achieved_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    other_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (period, player)
) ENGINE = InnoDB;

-- token: which attempt inserted an id, which MySQL does not say otherwise.
CREATE TABLE IF NOT EXISTS applied (
    id BINARY(16) NOT NULL PRIMARY KEY,
    hour INT NOT NULL,
    token BIGINT NOT NULL,
    KEY applied_by_hour (hour)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS hidden (
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS archived (
    period INT NOT NULL,
    position INT NOT NULL,
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    score BIGINT NOT NULL,
    achieved_at BIGINT NOT NULL,
    PRIMARY KEY (period, position),
    KEY archived_by_player (player, period)
) ENGINE = InnoDB;

-- Rows of players who were erased while they were hidden: nobody can show them again.
CREATE TABLE IF NOT EXISTS gone (
    period INT NOT NULL,
    position INT NOT NULL,
    PRIMARY KEY (period, position)
) ENGINE = InnoDB;
