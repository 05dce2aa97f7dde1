-- Webhooks and their deliveries as a journal: what was done, in order; what that made up to some point; and who sends. One row of webhook_head, which whoever writes holds.
CREATE TABLE IF NOT EXISTS webhook_head (
    id INT NOT NULL PRIMARY KEY,
    next_number BIGINT NOT NULL,
    snapshot BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    holder VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    until_at BIGINT NOT NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS webhook_log (
    number BIGINT NOT NULL PRIMARY KEY,
    token BIGINT NOT NULL,
    content LONGBLOB NOT NULL,
    UNIQUE INDEX webhook_log_token (token)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS webhook_snapshots (
    number BIGINT NOT NULL,
    part INT NOT NULL,
    content LONGBLOB NOT NULL,
    PRIMARY KEY (number, part)
) ENGINE = InnoDB;

INSERT IGNORE INTO webhook_head (id, next_number, snapshot, epoch, holder, until_at) VALUES (1, 1, 0, 0, '', 0);
