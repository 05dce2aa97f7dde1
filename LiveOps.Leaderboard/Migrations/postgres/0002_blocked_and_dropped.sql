-- Whom Fairness has blocked: the number of its newest decision, until when that holds, until when an older one could hold still, and whether an operator hides them besides.
-- Who is on no board, for either reason, is in hidden.
CREATE TABLE blocked (
    player VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    by_operator BOOLEAN NOT NULL
);

-- How often a board was dropped: the ranks of one that is made anew have other keys than those of the former.
CREATE TABLE dropped (
    board VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
    times INT NOT NULL
);
