"""The portable subset: which syntax and which functions a query may use; the rest is refused."""

from sqlglot import exp

_T = exp.DataType.Type

SYNTAX: frozenset[type[exp.Expr]] = frozenset(
    {
        exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery, exp.With, exp.CTE,
        exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit,
        exp.Offset, exp.Distinct, exp.Table, exp.TableAlias, exp.Identifier, exp.Column,
        exp.Alias, exp.Star, exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Tuple,
        exp.Placeholder, exp.Case, exp.If, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Window,
        exp.WindowSpec, exp.Filter, exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE,
        exp.LT, exp.LTE, exp.Is, exp.In, exp.Between, exp.Like, exp.Escape, exp.Add, exp.Sub,
        exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.DPipe, exp.Exists,
        exp.NullSafeEQ, exp.NullSafeNEQ,
    }
)  # fmt: skip

FUNCTIONS: frozenset[type[exp.Expr]] = frozenset(
    {
        exp.Count, exp.Sum, exp.Min, exp.Max, exp.Avg, exp.Abs, exp.Coalesce, exp.Nullif,
        exp.Floor, exp.Ceil, exp.Ln, exp.Exp, exp.Sqrt, exp.Pow, exp.Round, exp.Lower, exp.Upper,
        exp.Trim, exp.Length, exp.Substring, exp.Greatest, exp.Least, exp.RowNumber, exp.Rank,
        exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.Ntile,
    }
)  # fmt: skip

MACROS = frozenset({"log_bucket", "score_bin"})

TYPES = frozenset(
    {
        _T.INT, _T.BIGINT, _T.SMALLINT, _T.DOUBLE, _T.FLOAT, _T.DECIMAL, _T.TEXT, _T.VARCHAR,
        _T.BOOLEAN,
    }
)  # fmt: skip

# A mapping's SELECT is in the engine's own SQL and may turn times, texts and JSON into columns.
MAPPING_SYNTAX = SYNTAX | {
    exp.AtTimeZone, exp.Interval, exp.Var, exp.IntDiv, exp.ILike, exp.RegexpLike, exp.TryCast,
    exp.JSONExtract, exp.JSONExtractScalar, exp.JSONPath, exp.JSONPathRoot, exp.JSONPathKey,
    exp.JSONPathSubscript,
}  # fmt: skip
MAPPING_FUNCTIONS = FUNCTIONS | {
    exp.Concat, exp.ConcatWs, exp.Replace, exp.SplitPart, exp.Extract, exp.TimestampTrunc,
    exp.DateTrunc, exp.StrToTime, exp.StrToUnix, exp.UnixToTime, exp.UnixToStr, exp.TimeToUnix,
    exp.TimeToStr, exp.Date, exp.Timestamp, exp.TsOrDsToDate, exp.TsOrDsToTimestamp,
    exp.JSONExtract, exp.JSONExtractScalar,
}  # fmt: skip
MAPPING_NAMES = frozenset(
    {"to_timestamp", "epoch_ms", "make_timestamp", "make_timestamptz", "timezone", "datetime",
     "julianday", "strptime", "try_strptime", "md5"}
)  # fmt: skip
MAPPING_TYPES = TYPES | {
    _T.DATE, _T.TIMESTAMP, _T.TIMESTAMPTZ, _T.TIMESTAMPNTZ, _T.DATETIME, _T.UUID, _T.TINYINT,
    _T.NVARCHAR, _T.CHAR, _T.JSON, _T.JSONB, _T.INTERVAL,
}  # fmt: skip

JOIN_SIDES = frozenset({"", "LEFT", "RIGHT", "FULL"})
JOIN_KINDS = frozenset({"", "INNER", "OUTER", "CROSS"})

# Written without parentheses these are functions, not columns, on one engine or another.
NOT_COLUMNS = frozenset(
    {
        "user", "current_user", "session_user", "system_user", "current_role", "current_catalog",
        "current_schema", "current_database", "current_date", "current_time",
        "current_timestamp", "localtime", "localtimestamp", "rowid", "_rowid_", "oid", "ctid",
        "xmin", "xmax", "cmin", "cmax", "tableoid",
    }
)  # fmt: skip
SYSTEM_NAMES = ("pg_", "sqlite_", "duckdb_", "information_schema")
