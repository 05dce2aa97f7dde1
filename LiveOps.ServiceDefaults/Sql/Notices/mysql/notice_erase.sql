DELETE FROM notices WHERE player = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player')) USING ascii)
