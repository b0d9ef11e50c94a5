internal import Postgres
internal import Storage

// How this room asks the database. It is here, and not with the query, so that it is compiled for the types of each call.

extension Query {
    /// The same question, whose answer is made something else.
    func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> Query<Other> {
        Query<Other>(pool, segment) { [read] results throws(StorageError) in transform(try read(results)) }
    }

    /// Asks, and goes on in `completion` on `loop`, once.
    ///
    /// - Parameter deadline: when the caller stops waiting.
    func start(
        on loop: any CallerLoop, until deadline: ContinuousClock.Instant,
        _ completion: @escaping @Sendable (Result<Value, StorageError>) -> Void
    ) -> PendingSegment {
        pool.run(segment, until: deadline, on: loop) { [segment, read] answer in
            let value: Result<Value, StorageError>
            do throws(StorageError) {
                value = .success(try read(try segment.results(of: answer)))
            } catch {
                value = .failure(error)
            }
            completion(value)
        }
    }
}
