-- Documents that operators change while the game runs: each version of each, its text deflated and in base64, and a revision that every change moves.
CREATE TABLE IF NOT EXISTS policy_documents (
    document VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    kept INT NOT NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS policy_versions (
    document VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    number INT NOT NULL,
    made_at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    author VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    reason VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    size INT NOT NULL,
    restores INT NOT NULL,
    revision BIGINT NOT NULL,
    called_off BOOLEAN NOT NULL,
    packed MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    token BIGINT NOT NULL,
    PRIMARY KEY (document, number),
    INDEX policy_versions_changed (document, revision)
) ENGINE = InnoDB;
