package import Postgres

/// What one call asks the database, and how the answer is read: one round trip, one transaction.
package struct Query<Value: Sendable>: Sendable {
    package let pool: SessionPool
    package let segment: Segment
    /// Makes the value of one result per step of the segment.
    package let read: @Sendable ([ResultSet]) throws(StorageError) -> Value

    package init(_ pool: SessionPool, _ segment: Segment, read: @escaping @Sendable ([ResultSet]) throws(StorageError) -> Value) {
        self.pool = pool
        self.segment = segment
        self.read = read
    }

    /// Asks and waits for the answer, without a bound of its own.
    package func ask() async throws(StorageError) -> Value {
        let answer: Result<[ResultSet], StorageFault>
        do throws(StorageFault) {
            answer = .success(try await pool.run(segment))
        } catch {
            answer = .failure(error)
        }
        return try read(try segment.results(of: answer))
    }
}

extension Segment {
    /// One result per step, or why there are none.
    package func results(of answer: Result<[ResultSet], StorageFault>) throws(StorageError) -> [ResultSet] {
        switch answer {
        case .success(let results) where results.count == steps.count: return results
        case .success(let results): throw .fault(.unexpectedResult("\(results.count) results for \(steps.count) statements"))
        case .failure(let fault): throw StorageError(fault)
        }
    }
}
