-- What operators granted to whom: each id once for a player.
CREATE TABLE grants (
    player_id   varchar(64) COLLATE "C" NOT NULL,
    grant_id    varchar(64) COLLATE "C" NOT NULL,
    granted_at  bigint NOT NULL,
    fingerprint uuid NOT NULL, -- of what was granted
    document    text NOT NULL, -- JSON, as it is answered
    PRIMARY KEY (player_id, grant_id)
);

-- The same grant for many players.
CREATE TABLE grant_jobs (
    id          varchar(64) COLLATE "C" PRIMARY KEY,
    fingerprint uuid NOT NULL, -- of the grant and all players
    content     text NOT NULL, -- the grant, in base64
    status      int NOT NULL,  -- 1 running, 2 stopped, 3 done
    total       int NOT NULL,
    made_at     bigint NOT NULL,
    changed_at  bigint NOT NULL
);
CREATE INDEX grant_jobs_by_status ON grant_jobs (status, made_at);

CREATE TABLE grant_players (
    job       varchar(64) COLLATE "C" NOT NULL,
    position  int NOT NULL,
    player_id varchar(64) COLLATE "C" NOT NULL,
    outcome   int NOT NULL DEFAULT 0, -- 0: their turn is to come
    PRIMARY KEY (job, position)
);
CREATE INDEX grant_players_to_come ON grant_players (job, outcome, position);
CREATE INDEX grant_players_by_player ON grant_players (player_id);
