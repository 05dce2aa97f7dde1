<<<<<<< HEAD
UPDATE periods SET state = CAST(JSON_EXTRACT(@batch, '$.state') AS SIGNED), total = CAST(JSON_EXTRACT(@batch, '$.total') AS SIGNED) WHERE id = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED)
=======
UPDATE periods SET state = CAST(JSON_VALUE(@batch, '$.state') AS SIGNED), total = CAST(JSON_VALUE(@batch, '$.total') AS SIGNED) WHERE id = CAST(JSON_VALUE(@batch, '$.p') AS SIGNED) AND state <> 6
>>>>>>> a29423e (A blocked player is on no board while the block lasts, boards nobody wants can be dropped, and who is hidden can be listed)
