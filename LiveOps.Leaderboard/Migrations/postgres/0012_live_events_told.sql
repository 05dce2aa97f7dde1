-- What was told of live events: which run, as they were told last, and up to when openings and closings were looked for.
CREATE TABLE live_running (
    event VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
);

CREATE TABLE live_told (
    id INT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);

INSERT INTO live_told (id, at) VALUES (1, 0);
