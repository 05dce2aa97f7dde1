-- hour, token, ids: remembers ids, sorted, that are taken to be new: fails where one is not.
INSERT INTO applied (id, hour, token) VALUES @values(ids, hour, token)
