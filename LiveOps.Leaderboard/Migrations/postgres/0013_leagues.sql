-- Leagues as the document had them last: who is in which division, the seasons that run with their cohorts and players, and what was. Written behind the gate and the league's own row.
CREATE TABLE leagues (
    id INT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name VARCHAR(64) COLLATE "C" NOT NULL UNIQUE,
    board VARCHAR(64) COLLATE "C" NOT NULL,
    win SMALLINT NOT NULL,
    played BOOLEAN NOT NULL,
    divisions TEXT NOT NULL,
    last_no BIGINT NOT NULL,
    last_seat BIGINT NOT NULL
);

-- Since when what the leagues were ruled by last is in force.
CREATE TABLE leagues_ruled (
    id INT NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL
);
INSERT INTO leagues_ruled (id, since) VALUES (1, 0);

-- Of whoever is above the lowest: their division, from 0.
CREATE TABLE league_divisions (
    league INT NOT NULL,
    player VARCHAR(64) COLLATE "C" NOT NULL,
    division INT NOT NULL,
    PRIMARY KEY (league, player)
);
CREATE INDEX league_divisions_player ON league_divisions (player);

-- state: 0 runs, or waits for the one before it to be closed; 1 is over, to be deleted
CREATE TABLE league_seasons (
    league INT NOT NULL,
    period INT NOT NULL,
    opens BIGINT NOT NULL,
    made BIGINT NOT NULL,
    waits SMALLINT NOT NULL,
    state SMALLINT NOT NULL,
    PRIMARY KEY (league, period)
);

CREATE TABLE league_cohorts (
    league INT NOT NULL,
    no BIGINT NOT NULL,
    period INT NOT NULL,
    division INT NOT NULL,
    taken INT NOT NULL,
    PRIMARY KEY (league, no)
);
CREATE INDEX league_cohorts_filling ON league_cohorts (league, period, division, no);

-- cohort: 0 waits for one; seat: the order in which they came
CREATE TABLE league_members (
    league INT NOT NULL,
    period INT NOT NULL,
    player VARCHAR(64) COLLATE "C" NOT NULL,
    cohort BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    PRIMARY KEY (league, period, player)
);
CREATE INDEX league_members_cohort ON league_members (league, period, cohort, seat);
CREATE INDEX league_members_player ON league_members (player);

-- Who was present in a part of a period that an early rollover ended, until the last is closed; the row without a player says that there was one.
CREATE TABLE league_parts (
    league INT NOT NULL,
    whole VARCHAR(64) COLLATE "C" NOT NULL,
    player VARCHAR(64) COLLATE "C" NOT NULL,
    PRIMARY KEY (league, whole, player)
);
CREATE INDEX league_parts_player ON league_parts (player);

-- Periods that have closed and of which it is found out, step by step, what becomes of a league's players: how far that is.
CREATE TABLE league_closings (
    league INT NOT NULL,
    period INT NOT NULL,
    no BIGINT NOT NULL,
    content TEXT NOT NULL,
    step SMALLINT NOT NULL,
    last_no BIGINT NOT NULL,
    last_player VARCHAR(64) COLLATE "C" NOT NULL,
    players INT NOT NULL,
    cohorts INT NOT NULL,
    promoted INT NOT NULL,
    relegated INT NOT NULL,
    fallen INT NOT NULL,
    PRIMARY KEY (league, period)
);

CREATE TABLE league_past (
    league INT NOT NULL,
    no BIGINT NOT NULL,
    name VARCHAR(64) COLLATE "C" NOT NULL,
    opens BIGINT NOT NULL,
    closes BIGINT NOT NULL,
    players INT NOT NULL,
    cohorts INT NOT NULL,
    promoted INT NOT NULL,
    relegated INT NOT NULL,
    fallen INT NOT NULL,
    cancelled SMALLINT NOT NULL,
    PRIMARY KEY (league, no)
);
