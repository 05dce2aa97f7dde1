-- Each statement commits by itself here: so that a script that broke off may run again, all of it is IF NOT EXISTS.
-- Live events that limit who scores how often: how many are in each and how many scores count, and whose, while it runs.
CREATE TABLE IF NOT EXISTS live_events (
    event VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    entrants INT NOT NULL,
    attempts BIGINT NOT NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS entrants (
    event VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempts INT NOT NULL,
    PRIMARY KEY (event, player),
    KEY entrants_by_player (player)
) ENGINE = InnoDB;
