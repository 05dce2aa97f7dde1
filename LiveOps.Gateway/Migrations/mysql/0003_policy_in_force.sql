-- The last policy that was good, in base64: what runs on when the file of the next start is not.
CREATE TABLE IF NOT EXISTS policy_in_force (
    id INT NOT NULL PRIMARY KEY,
    json MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE = InnoDB;
