internal import Foundation
package import Kernel
internal import Store

/// Imported files as jobs: judged whole where they are sent, then written unit by unit, each unit once.
extension Control {
    /// The job that writes this very file, sent before by the same person, where it is not over. One that failed goes on.
    package func importUnderWay(
        _ kind: String, _ order: ImportOrder, with permission: Permission, by principal: Principal
    ) async throws -> (job: JobID, rows: Int)? {
        let jobs = try await read(permission, by: principal) {
            try JobRows.recent(principal.scope, kind: kind, limit: 200, in: $0)
        }
        for job in jobs where !job.state.isOver {
            let other: ImportOrder = try CommandInput.decode(job.input, of: kind)
            guard other.digest == order.digest else { continue }
            if job.state == .failed { try await continueJob(job.id, with: permission, by: principal) }
            return (job.id, other.rows)
        }
        return nil
    }

    /// Writes a short file while its sender waits; gives what came of it. Nil where a job goes on with it: the file is
    /// long, or was sent before.
    /// - Parameter rows: of the file.
    package func finishImport(
        _ job: JobID, rows: Int, wasUnderWay: Bool, by principal: Principal
    ) async throws -> UnitResult? {
        guard !wasUnderWay, rows <= ImportLimit.atOnce else { return nil }
        let progress = try await runJob(job, by: principal)
        return progress.job.state == .done ? progress.result : nil
    }

    /// Puts the rows of a file that was judged into the queue, a unit of the job for each part.
    /// - Throws: `ControlRefusal.forbidden`, `.organisationUnknown`.
    package func startImport(
        _ kind: String, _ order: ImportOrder, parts: [ImportPart], with permission: Permission,
        by principal: Principal
    ) async throws -> JobID {
        let places = try await organisations(under: principal.scope)
        guard let place = places.first(where: { $0.id == principal.organisation }) ?? places.first else {
            throw ControlRefusal.organisationUnknown(principal.scope.text)
        }
        let units = parts.indices.map { number in
            let bucket = Bucket(of: Int64(number))
            return BucketRange(bucket, bucket)
        }
        let encoder = JSONEncoder()
        let sealed = try zip(units, parts).map { range, part in
            (
                bucket: range.first,
                content: try house.keys.seal(String(decoding: try encoder.encode(part), as: UTF8.self))
            )
        }
        let rows = parts.reduce(0) { $0 + $1.rows.count }
        return try await startJob(
            kind: kind, organisation: place, input: try CommandInput.encode(order.of(rows)), units: units,
            permission: permission, by: principal
        ) { id, act in
            try ImportPartRows.insert(sealed, of: id, in: act.transaction)
        }
    }
}

extension Act {
    /// The rows that a unit of an import writes; they are out of the queue with this act's transaction.
    package func importRows(of unit: JobUnit) throws -> [CSVForm.Row] {
        guard let sealed = try ImportPartRows.take(unit, in: transaction) else { return [] }
        let text = try house.keys.open(sealed)
        return try JSONDecoder().decode(ImportPart.self, from: Data(text.utf8)).sheetRows
    }
}
