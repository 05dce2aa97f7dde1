-- Each statement commits by itself here: so that a script that broke off may run again, all of it is IF NOT EXISTS.
-- What live events multiply and when, as the leaderboard said it last, in base64.
CREATE TABLE IF NOT EXISTS multipliers (
    id INT NOT NULL PRIMARY KEY,
    said_at BIGINT NOT NULL,
    payload MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE = InnoDB;
