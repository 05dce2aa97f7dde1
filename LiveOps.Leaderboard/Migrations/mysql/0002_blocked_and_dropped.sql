-- Each statement commits by itself here: so that a script that broke off may run again, all of it is IF NOT EXISTS.
-- Whom Fairness has blocked: the number of its newest decision, until when that holds, until when an older one could hold still, and whether an operator hides them besides.
-- Who is on no board, for either reason, is in hidden.
CREATE TABLE IF NOT EXISTS blocked (
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    by_operator BOOLEAN NOT NULL
) ENGINE = InnoDB;

-- How often a board was dropped: the ranks of one that is made anew have other keys than those of the former.
CREATE TABLE IF NOT EXISTS dropped (
    board VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    times INT NOT NULL
) ENGINE = InnoDB;
