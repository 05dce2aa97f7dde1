-- What operators wrote down about players.
CREATE TABLE IF NOT EXISTS notes (
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    note_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    at        BIGINT NOT NULL,
    author    VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    text      TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    PRIMARY KEY (player_id, note_id)
) ENGINE = InnoDB;
