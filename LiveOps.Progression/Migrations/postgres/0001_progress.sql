-- Times are ticks of 100 ns since 1970, unless they say otherwise; ids of 16 bytes are hashes.

-- One row a player. What is counted by name is one document: an event rewrites one row, however many names its player has.
CREATE TABLE players (
    player_id    varchar(64) COLLATE "C" PRIMARY KEY,
    xp           bigint NOT NULL DEFAULT 0,
    level        int    NOT NULL DEFAULT 1,
    kills        int    NOT NULL DEFAULT 0,
    updated_at   bigint NOT NULL DEFAULT 0,   -- 0: made by a transaction that found nothing to apply; nobody sees such a row
    judged_under bigint NOT NULL DEFAULT 0,   -- which rules the player was last judged under
    bosses       json   NOT NULL DEFAULT '{}',
    items        json   NOT NULL DEFAULT '{}',
    rewards      json   NOT NULL DEFAULT '[]' -- names, in the order granted
) WITH (fillfactor = 70);                     -- room for the next version of a row on the same page, so that no index changes

-- A reward that was granted, and its claim: all that writes the receipt again.
CREATE TABLE rewards (
    player_id  varchar(64)  COLLATE "C" NOT NULL,
    reward     varchar(128) COLLATE "C" NOT NULL,
    position   int    NOT NULL,
    granted_at bigint NOT NULL,
    claim_id   bytea,
    claimed_at bigint,
    key_id     varchar(64),
    signature  bytea,
    PRIMARY KEY (player_id, reward)
);

CREATE TABLE applied_events (
    id           uuid PRIMARY KEY,
    applied_hour int NOT NULL -- hours since 1970
);
CREATE INDEX applied_events_by_hour ON applied_events (applied_hour);

-- Which claim each signed request was for.
CREATE TABLE claim_requests (
    request  uuid PRIMARY KEY,
    target   uuid NOT NULL,
    bound_at bigint NOT NULL
);
CREATE INDEX claim_requests_by_time ON claim_requests (bound_at);

-- Players erased lately: events accepted until then are dropped.
CREATE TABLE erasures (
    player     uuid PRIMARY KEY,
    until      bigint NOT NULL,
    erased_at  bigint NOT NULL
);
CREATE INDEX erasures_by_time ON erasures (erased_at);
