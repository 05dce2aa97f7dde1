-- What operators wrote down about players.
CREATE TABLE notes (
    player_id varchar(64) COLLATE "C" NOT NULL,
    note_id   varchar(64) COLLATE "C" NOT NULL,
    at        bigint NOT NULL,
    author    text NOT NULL,
    text      text NOT NULL,
    PRIMARY KEY (player_id, note_id)
);
