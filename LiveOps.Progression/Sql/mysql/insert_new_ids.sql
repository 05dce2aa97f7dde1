-- unit, hour, ids: sorted, each once. Fails where one is there already: nothing is read back.
INSERT INTO applied_events (id, applied_hour, applied_in) VALUES @values(ids, hour, unit)
