-- What others are told of what happened here: written in the transaction of its cause, numbered when it is seen, and deleted once a gateway has it.
CREATE TABLE IF NOT EXISTS notices (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    number BIGINT NOT NULL,
    player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    content TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX notices_number (number, id),
    INDEX notices_player (player)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS notice_numbers (
    id INT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
) ENGINE = InnoDB;

INSERT IGNORE INTO notice_numbers (id, last) VALUES (1, 0);
