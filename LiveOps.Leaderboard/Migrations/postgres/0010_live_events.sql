-- Live events that limit who scores how often: how many are in each and how many scores count, and whose, while it runs.
CREATE TABLE live_events (
    event VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
    entrants INT NOT NULL,
    attempts BIGINT NOT NULL
);

CREATE TABLE entrants (
    event VARCHAR(64) COLLATE "C" NOT NULL,
    player VARCHAR(64) COLLATE "C" NOT NULL,
    attempts INT NOT NULL,
    PRIMARY KEY (event, player)
) WITH (fillfactor = 80);
CREATE INDEX entrants_by_player ON entrants (player);
