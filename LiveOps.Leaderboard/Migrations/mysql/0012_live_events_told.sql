-- What was told of live events: which run, as they were told last, and up to when openings and closings were looked for.
CREATE TABLE IF NOT EXISTS live_running (
    event VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    content TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS live_told (
    id INT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
) ENGINE = InnoDB;

INSERT IGNORE INTO live_told (id, at) VALUES (1, 0);
