SELECT packed FROM policy_versions WHERE document = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.document')) AND number = CAST(JSON_EXTRACT(@batch, '$.number') AS SIGNED)
