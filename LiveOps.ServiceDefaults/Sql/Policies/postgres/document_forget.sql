DELETE FROM policy_versions WHERE document = @batch::json ->> 'document' AND number IN (SELECT value::int FROM json_array_elements_text(@batch::json -> 'numbers'))
