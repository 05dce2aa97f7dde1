DELETE FROM notices WHERE number > 0 AND number <= (@batch::json ->> 'taken')::bigint
