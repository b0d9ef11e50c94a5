internal import Messages
internal import Postgres
internal import Storage
internal import Transport

// How this room asks the database. It is here, and not with the query, so that it is compiled for the types of each call.

/// What one call asks the database, and how its reply is packed from the answer.
struct Question<Reply: WireMessage>: Sendable {
    fileprivate typealias Answer = @Sendable (Result<Results, StorageFault>, (borrowing PackedMessage) -> Void) throws(StorageError) -> Void

    private let pool: SessionPool
    private let segment: Segment
    /// Lends the packed reply.
    private let answer: Answer

    fileprivate init(_ query: Query<some Sendable>, answer: @escaping Answer) {
        pool = query.pool
        segment = query.segment
        self.answer = answer
    }

    /// Asks, and answers the call on its loop, once, or says why not.
    func ask(for call: ServerCall, _ ending: Ending) -> Job {
        pool.run(segment, until: call.deadline, on: call.loop) { [answer] result in
            do throws(StorageError) {
                try answer(result) { packed in call.succeed(with: packed) }
            } catch {
                return ending.end(call, refusedWith: error)
            }
            ending.end(call)
        }
    }
}

extension Query {
    /// The reply is a message made of the value.
    func reply<Reply: WireMessage>(_ make: @escaping @Sendable (Value) -> Reply) -> Question<Reply> {
        Question(self) { result, send throws(StorageError) in make(try read(result)).withPacked(send) }
    }

    /// The reply is put together from the value, without a message in between.
    func reply<Reply: WireMessage>(
        _ fill: @escaping @Sendable (borrowing Draft<Reply>, Value) throws -> Void
    ) -> Question<Reply> {
        Question(self) { result, send throws(StorageError) in
            let value = try read(result)
            do {
                try Reply.withPacked(filling: { reply in try fill(reply, value) }, send)
            } catch {
                throw .fault(error as? StorageFault ?? .unexpectedResult("\(error)"))
            }
        }
    }
}
