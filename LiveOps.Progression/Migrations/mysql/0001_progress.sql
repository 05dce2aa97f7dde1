-- Times are ticks of 100 ns since 1970, unless they say otherwise; ids of 16 bytes are hashes.
-- Every statement may run twice: MySQL commits each by itself.

-- One row a player. What is counted by name is one document: an event rewrites one row, however many names its player has.
CREATE TABLE IF NOT EXISTS players (
    player_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    xp           BIGINT NOT NULL DEFAULT 0,
    level        INT    NOT NULL DEFAULT 1,
    kills        INT    NOT NULL DEFAULT 0,
    updated_at   BIGINT NOT NULL DEFAULT 0, -- 0: made by a transaction that found nothing to apply; nobody sees such a row
    judged_under BIGINT NOT NULL DEFAULT 0, -- which rules the player was last judged under
    bosses       MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin, -- JSON, not of that type, which would sort the names; NULL for none
    items        MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin,
    rewards      MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin  -- names, in the order granted
) ENGINE = InnoDB;

-- A reward that was granted, and its claim: all that writes the receipt again.
CREATE TABLE IF NOT EXISTS rewards (
    player_id  VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reward     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    position   INT    NOT NULL,
    granted_at BIGINT NOT NULL,
    claim_id   BINARY(16),
    claimed_at BIGINT,
    key_id     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    signature  VARBINARY(32),
    PRIMARY KEY (player_id, reward)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS applied_events (
    id           BINARY(16) NOT NULL PRIMARY KEY,
    applied_hour INT NOT NULL,        -- hours since 1970
    applied_in   BINARY(16) NOT NULL, -- which transaction: MySQL cannot return what an INSERT inserted
    KEY applied_events_by_hour (applied_hour)
) ENGINE = InnoDB;

-- Which claim each signed request was for.
CREATE TABLE IF NOT EXISTS claim_requests (
    request  BINARY(16) NOT NULL PRIMARY KEY,
    target   BINARY(16) NOT NULL,
    bound_at BIGINT NOT NULL,
    KEY claim_requests_by_time (bound_at)
) ENGINE = InnoDB;

-- Players erased lately: events accepted until then are dropped.
CREATE TABLE IF NOT EXISTS erasures (
    player     BINARY(16) NOT NULL PRIMARY KEY,
    until      BIGINT NOT NULL,
    erased_at  BIGINT NOT NULL,
    KEY erasures_by_time (erased_at)
) ENGINE = InnoDB;
