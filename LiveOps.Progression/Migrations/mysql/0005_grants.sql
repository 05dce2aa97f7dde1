-- What operators granted to whom: each id once for a player.
CREATE TABLE IF NOT EXISTS grants (
    player_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    grant_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    granted_at  BIGINT NOT NULL,
    fingerprint BINARY(16) NOT NULL, -- of what was granted
    document    TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, -- JSON, as it is answered
    PRIMARY KEY (player_id, grant_id)
) ENGINE = InnoDB;

-- The same grant for many players.
CREATE TABLE IF NOT EXISTS grant_jobs (
    id          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    fingerprint BINARY(16) NOT NULL, -- of the grant and all players
    content     TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- the grant, in base64
    status      INT NOT NULL,        -- 1 running, 2 stopped, 3 done
    total       INT NOT NULL,
    made_at     BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    KEY grant_jobs_by_status (status, made_at)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS grant_players (
    job       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    position  INT NOT NULL,
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    outcome   INT NOT NULL DEFAULT 0, -- 0: their turn is to come
    PRIMARY KEY (job, position),
    KEY grant_players_to_come (job, outcome, position),
    KEY grant_players_by_player (player_id)
) ENGINE = InnoDB;
