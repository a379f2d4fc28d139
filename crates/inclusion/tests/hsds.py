"""Whether documents, one a line, are what a JSON Schema says, formats included: what is wrong with each."""

import json
import sys

import jsonschema_rs

schema = json.load(open(sys.argv[1], encoding="utf-8"))
validator = jsonschema_rs.validator_for(schema, validate_formats=True)
for line in open(sys.argv[2], encoding="utf-8"):
    wrong = [f"{list(e.instance_path)}: {e.message}" for e in validator.iter_errors(json.loads(line))]
    print(json.dumps(wrong))
