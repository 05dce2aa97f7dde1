-- {"id"}
SELECT uuid_send(j.fingerprint), j.content, j.status, j.total, j.made_at FROM grant_jobs AS j WHERE j.id = @batch::json ->> 'id'
