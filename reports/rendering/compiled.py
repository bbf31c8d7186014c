"""Templates as they were compiled, kept in memory from one review to the next."""

from dataclasses import dataclass, field

from jinja2.bccache import Bucket, BytecodeCache


@dataclass(slots=True)
class Compiled(BytecodeCache):
    """The code of templates by their text; a changed text is compiled anew."""

    kept: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is kept of its template."""
        code = self.kept.get((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds."""
        self.kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
