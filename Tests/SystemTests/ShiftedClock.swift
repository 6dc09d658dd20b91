import Foundation
import TestSupport

/// The machine's time of day, moved for a program and everything it starts: years of a company are lived through by the
/// real program in minutes. Only what the wall shows is moved; waits and measurements run as ever.
struct ShiftedClock: Sendable {
    /// How far ahead it is.
    let seconds: Int64
    private let library: URL

    /// - Parameter noon: the day whose noon in China it is when it begins, such as `2027-01-10`.
    /// - Parameter folder: where the library that moves it is laid.
    init(noon day: String, in folder: TemporaryFolder) async throws {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "Asia/Shanghai")
        format.dateFormat = "yyyy-MM-dd HH"
        guard let noon = format.date(from: day + " 12") else { throw NoSuchDay(text: day) }
        seconds = Int64(noon.timeIntervalSinceNow)
        library = folder.file("shifted-clock.so")
        guard !FileManager.default.fileExists(atPath: library.path) else { return }
        let source = try folder.write(Self.source, to: "shifted-clock.c")
        // Swift's own toolchain has a compiler of C, whether or not it stands where programs are looked for.
        let compiler = try ChildProcess(
            URL(filePath: "/bin/sh"),
            [
                "-c",
                #"""
                c=$(command -v clang || command -v cc) || c=$(dirname "$(readlink -f "$(command -v swift)")")/clang
                exec "$c" -shared -fPIC -O1 -o "$1" "$2"
                """#,
                "sh", library.path, source.path,
            ])
        let status = try await compiler.status(withinSeconds: 60)
        guard status == 0 else { throw NotCompiled(lines: compiler.lines) }
    }

    /// What a program started under it is given.
    var environment: [String: String] {
        ["LD_PRELOAD": library.path, "SHIFTED_CLOCK_SECONDS": String(seconds)]
    }

    struct NoSuchDay: Error { let text: String }
    struct NotCompiled: Error { let lines: [String] }

    /// The system's own calls underneath, so that nothing else of the library's is changed.
    private static let source = """
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>
        static time_t ahead(void) {
            const char *text = getenv("SHIFTED_CLOCK_SECONDS");
            return text ? (time_t)atoll(text) : 0;
        }
        int clock_gettime(clockid_t clock, struct timespec *out) {
            int code = (int)syscall(SYS_clock_gettime, clock, out);
            if (code == 0 && clock == CLOCK_REALTIME) out->tv_sec += ahead();
            return code;
        }
        int gettimeofday(struct timeval *restrict out, void *restrict zone) {
            struct timespec now;
            (void)zone;
            clock_gettime(CLOCK_REALTIME, &now);
            out->tv_sec = now.tv_sec;
            out->tv_usec = now.tv_nsec / 1000;
            return 0;
        }
        time_t time(time_t *out) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (out) *out = now.tv_sec;
            return now.tv_sec;
        }
        """
}
