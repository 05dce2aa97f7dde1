-- The last policy that was good, in base64: what runs on when the file of the next start is not.
CREATE TABLE policy_in_force (
    id INT NOT NULL PRIMARY KEY,
    json TEXT NOT NULL
);
