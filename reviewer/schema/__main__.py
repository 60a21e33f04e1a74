"""Write the schema files anew."""

import json
from pathlib import Path

from reviewer.schema.shapes import SHAPES, schema

for command in SHAPES:
    file = Path(__file__).with_name(f"{command}.schema.json")
    file.write_text(json.dumps(schema(command), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
