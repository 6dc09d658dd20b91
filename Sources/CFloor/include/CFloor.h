#pragma once
#include <stdint.h>

/// One table's rows, prebuilt: `values` row by row; a text column's value is its place in `texts`.
typedef struct {
    const char *insert;
    int32_t columns;
    int64_t rows;
    const int64_t *values;
    const uint8_t *is_text;
    const char *const *texts;
    /// For each commit, the row after the last it holds.
    const int64_t *commit_ends;
} lamplight_floor_table;

/// Writes prebuilt rows with the SQLite C API and nothing else: the least a month run's writing can cost here.
/// The schema is made first, outside the time. Returns nanoseconds from the first BEGIN to the last COMMIT, negative on
/// an error of SQLite.
int64_t lamplight_floor(
    const char *path, const char *schema, const lamplight_floor_table *tables, int32_t table_count, int64_t commits);
