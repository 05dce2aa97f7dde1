SELECT token FROM policy_versions WHERE document = @batch::json ->> 'document' AND number = (@batch::json ->> 'number')::bigint AND revision = (@batch::json ->> 'revision')::bigint
