#include "CFloor.h"

#include <sqlite3.h>
#include <string.h>
#include <time.h>

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int write_rows(sqlite3_stmt *statement, const lamplight_floor_table *table, int64_t from, int64_t to) {
    for (int64_t row = from; row < to; row++) {
        const int64_t *values = table->values + row * table->columns;
        for (int32_t column = 0; column < table->columns; column++) {
            if (table->is_text[column])
                sqlite3_bind_text(statement, column + 1, table->texts[values[column]], -1, SQLITE_STATIC);
            else
                sqlite3_bind_int64(statement, column + 1, values[column]);
        }
        if (sqlite3_step(statement) != SQLITE_DONE) return 0;
        sqlite3_reset(statement);
    }
    return 1;
}

int64_t lamplight_floor(
    const char *path, const char *schema, const lamplight_floor_table *tables, int32_t table_count, int64_t commits) {
    sqlite3 *database = 0;
    sqlite3_stmt *statements[32];
    memset(statements, 0, sizeof statements);
    int64_t taken = -1;
    // Without a mutex at each call, as the run's own connections are: one thread uses them.
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (table_count > 32 || sqlite3_open_v2(path, &database, flags, 0) != SQLITE_OK) goto out;
    if (sqlite3_exec(
            database,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; "
            "PRAGMA wal_autocheckpoint=4000; PRAGMA foreign_keys=ON",
            0, 0, 0) != SQLITE_OK)
        goto out;
    if (sqlite3_exec(database, schema, 0, 0, 0) != SQLITE_OK) goto out;
    for (int32_t t = 0; t < table_count; t++)
        if (sqlite3_prepare_v2(database, tables[t].insert, -1, &statements[t], 0) != SQLITE_OK) goto out;
    int64_t start = now_ns();
    for (int64_t commit = 0; commit < commits; commit++) {
        if (sqlite3_exec(database, "BEGIN IMMEDIATE", 0, 0, 0) != SQLITE_OK) goto out;
        for (int32_t t = 0; t < table_count; t++) {
            int64_t from = commit ? tables[t].commit_ends[commit - 1] : 0;
            if (!write_rows(statements[t], &tables[t], from, tables[t].commit_ends[commit])) goto out;
        }
        if (sqlite3_exec(database, "COMMIT", 0, 0, 0) != SQLITE_OK) goto out;
    }
    taken = now_ns() - start;
out:
    for (int32_t t = 0; t < 32; t++) sqlite3_finalize(statements[t]);
    sqlite3_close(database);
    return taken;
}
