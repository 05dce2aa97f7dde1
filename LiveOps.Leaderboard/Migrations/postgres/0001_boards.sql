-- What all replicas share: locked by its number, its version says whether a replica's catalogue still holds.
CREATE TABLE gate (
    id BIGINT NOT NULL PRIMARY KEY,
    instance VARCHAR(32) NOT NULL, -- names this database in Redis: ranks of another one are never taken for its own
    version BIGINT NOT NULL,
    floor BIGINT NOT NULL -- no row that is deleted had a version above it
);
INSERT INTO gate (id, instance, version, floor) VALUES (1, substr(replace(gen_random_uuid()::text, '-', ''), 1, 12), 1, 0);

CREATE TABLE boards (
    id INT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name VARCHAR(64) COLLATE "C" NOT NULL UNIQUE,
    descending BOOLEAN NOT NULL
);

CREATE TABLE tracks (
    board VARCHAR(64) COLLATE "C" NOT NULL,
    win SMALLINT NOT NULL,
    closed_through BIGINT NOT NULL,
    closed_last VARCHAR(64) COLLATE "C" NOT NULL,
    PRIMARY KEY (board, win)
);

-- state: 0 takes scores, 1 closed, 2 archived, 3 archived and its scores deleted, 4 to be cut to its champions, 5 cut, 6 to be deleted
CREATE TABLE periods (
    id INT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    board VARCHAR(64) COLLATE "C" NOT NULL,
    win SMALLINT NOT NULL,
    name VARCHAR(64) COLLATE "C" NOT NULL,
    opens BIGINT NOT NULL,
    closes BIGINT NOT NULL,
    state SMALLINT NOT NULL,
    closed_no BIGINT NOT NULL, -- rises in the order of closing
    total INT NOT NULL, -- rows of the archive
    UNIQUE (board, win, name)
);

CREATE TABLE scores (
    period INT NOT NULL,
    player VARCHAR(64) COLLATE "C" NOT NULL,
    score BIGINT NOT NULL,
    achieved_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    other_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (period, player)
) WITH (fillfactor = 80);

CREATE TABLE applied (
    id UUID NOT NULL PRIMARY KEY,
    hour INT NOT NULL
);
CREATE INDEX applied_by_hour ON applied (hour);

CREATE TABLE hidden (
    player VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY
);

CREATE TABLE archived (
    period INT NOT NULL,
    position INT NOT NULL,
    player VARCHAR(64) COLLATE "C", -- null once erased
    score BIGINT NOT NULL,
    achieved_at BIGINT NOT NULL,
    PRIMARY KEY (period, position)
);
CREATE INDEX archived_by_player ON archived (player, period);

-- Rows of players who were erased while they were hidden: nobody can show them again.
CREATE TABLE gone (
    period INT NOT NULL,
    position INT NOT NULL,
    PRIMARY KEY (period, position)
);
