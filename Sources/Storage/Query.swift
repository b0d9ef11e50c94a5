package import Postgres

/// What one call asks the database, and how the answer is read: one round trip, one transaction.
package struct Query<Value: Sendable>: Sendable {
    package let pool: SessionPool
    package let segment: Segment
    private let reading: Reading

    /// What the value is made of.
    private enum Reading {
        case last(@Sendable (ResultSet) throws(StorageError) -> Value)
        case all(@Sendable (Results) throws(StorageError) -> Value)
    }

    /// `read` makes the value of what the last statement gave.
    package init(_ pool: SessionPool, _ segment: Segment, last read: @escaping @Sendable (ResultSet) throws(StorageError) -> Value) {
        self.pool = pool
        self.segment = segment
        reading = .last(read)
    }

    /// `read` makes the value of one result per step of the segment.
    package init(_ pool: SessionPool, _ segment: Segment, all read: @escaping @Sendable (Results) throws(StorageError) -> Value) {
        self.pool = pool
        self.segment = segment
        reading = .all(read)
    }

    /// The value, or why there is none.
    package func read(_ answer: Result<Results, StorageFault>) throws(StorageError) -> Value {
        let results: Results
        switch answer {
        case .success(let given): results = given
        case .failure(let fault): throw StorageError(fault)
        }
        guard results.count == segment.stepCount else {
            throw .fault(.unexpectedResult("\(results.count) results for \(segment.stepCount) statements"))
        }
        switch reading {
        case .last(let read): return try read(results.last)
        case .all(let read): return try read(results)
        }
    }

    /// Asks and waits for the answer, without a bound of its own.
    package func ask() async throws(StorageError) -> Value {
        let answer: Result<Results, StorageFault>
        do throws(StorageFault) {
            answer = .success(try await pool.run(segment))
        } catch {
            answer = .failure(error)
        }
        return try read(answer)
    }
}
