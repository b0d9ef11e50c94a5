package import Postgres

/// What one call asks the database, and how the answer is read: one round trip, one transaction.
package struct Query<Value: Sendable>: Sendable {
    package let pool: SessionPool
    package let segment: Segment
    package let reading: Reading

    /// What the value is made of.
    package enum Reading: Sendable {
        /// What the last statement gave.
        case last(@Sendable (ResultSet) throws(StorageError) -> Value)
        /// One result per step of the segment.
        case all(@Sendable (Results) throws(StorageError) -> Value)

        /// The value, or why there is none.
        package func value(of answer: Result<Results, StorageFault>) throws(StorageError) -> Value {
            switch answer {
            case .success(let results):
                switch self {
                case .last(let read): return try read(results.last)
                case .all(let read): return try read(results)
                }
            case .failure(let fault): throw StorageError(fault)
            }
        }
    }

    package init(_ pool: SessionPool, _ segment: Segment, last read: @escaping @Sendable (ResultSet) throws(StorageError) -> Value) {
        self.pool = pool
        self.segment = segment
        reading = .last(read)
    }

    package init(_ pool: SessionPool, _ segment: Segment, all read: @escaping @Sendable (Results) throws(StorageError) -> Value) {
        self.pool = pool
        self.segment = segment
        reading = .all(read)
    }

    /// Asks and waits for the answer, without a bound of its own.
    package func ask() async throws(StorageError) -> Value {
        let answer: Result<Results, StorageFault>
        do throws(StorageFault) {
            answer = .success(try await pool.run(segment))
        } catch {
            answer = .failure(error)
        }
        return try reading.value(of: answer)
    }
}
