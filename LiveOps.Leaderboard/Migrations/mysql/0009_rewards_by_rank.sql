-- Each statement commits by itself here: so that a script that broke off may run again, all of it is IF NOT EXISTS.
-- What the best of a period that closed earn, once it is archived: ranks as by the policy of the closing.
CREATE TABLE IF NOT EXISTS rewards_due (
    period INT NOT NULL,
    reward VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    first_rank INT NOT NULL,
    last_rank INT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (period, reward, first_rank)
) ENGINE = InnoDB;

-- What players have earned and the bus has not been told yet.
CREATE TABLE IF NOT EXISTS rewards_owed (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    reward VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reached_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    KEY rewards_owed_player (player)
) ENGINE = InnoDB;
