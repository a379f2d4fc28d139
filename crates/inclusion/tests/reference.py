"""What the reference implementation says of records: one JSON object a line in, one a line out.

In: {"model": "Service" or "Structure", "record": …}. Out: the fields it refuses and those it warns of, what
it takes a misspelt word for, the record as it keeps it, and its score. With a workbook as second argument,
the records come from there instead, read as the reference's own validator reads it.
"""

import difflib
import json
import sys

import pydantic
from data_inclusion.schema import v1
from data_inclusion.schema.v1 import score_qualite

LISTS = {"thematiques": v1.Thematique, "publics": v1.Public}


def judge(model, record):
    said = {"errors": [], "warnings": [], "guesses": [], "kept": None, "score": None}
    try:
        model.model_validate(record, context={"ignore_warnings": False})
    except pydantic.ValidationError as problem:
        for error in problem.errors(include_url=False):
            field = str(error["loc"][0]) if error["loc"] else ""
            kind = "warnings" if error["type"] == "avertissement" else "errors"
            said[kind].append(field)
            if error["type"] == "enum" and field in LISTS:
                codes = [word.value for word in LISTS[field]]
                near = difflib.get_close_matches(str(error["input"]), codes, n=1)
                said["guesses"].append([str(error["input"]), near[0] if near else None])
    if not said["errors"]:
        kept = model.model_validate(record)
        said["kept"] = kept.model_dump(mode="json", exclude_none=True)
        if model is v1.Service:
            try:
                said["score"] = score_qualite.score(kept)[0]
            except ValueError:
                pass  # It has no answer for a price that is an empty text.
    return said


def workbook(path):
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    for name, model in (("Structures", v1.Structure), ("Services", v1.Service)):
        rows = list(book[name].iter_rows(values_only=True))
        lists = [
            field
            for field, info in model.model_fields.items()
            if "set[" in str(info.annotation) or "list[" in str(info.annotation)
        ]
        for row in rows[1:]:
            record = dict(zip(rows[0], (None if cell is None else str(cell) for cell in row)))
            if record.pop("__ignore__"):
                continue
            for field in lists:
                if record.get(field):
                    record[field] = [word.strip() for word in record[field].split(",")]
            yield model, {field: value for field, value in record.items() if value is not None}


if len(sys.argv) > 2:
    records = workbook(sys.argv[2])
else:
    lines = open(sys.argv[1], encoding="utf-8")
    records = ((getattr(v1, line["model"]), line["record"]) for line in map(json.loads, lines))
for model, record in records:
    print(json.dumps(judge(model, record)))
