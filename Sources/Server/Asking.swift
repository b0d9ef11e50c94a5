internal import Messages
internal import Postgres
internal import Storage
internal import Transport

// How this room asks the database. It is here, and not with the query, so that it is compiled for the types of each call.

/// What one call asks the database, and how its reply is packed from the answer.
struct Question<Value: Sendable, Reply: WireMessage>: Sendable {
    fileprivate typealias Packing = @Sendable (Value, _ send: (borrowing PackedMessage) -> Void) throws(StorageError) -> Void

    private let query: Query<Value>
    private let packing: Packing

    fileprivate init(_ query: Query<Value>, packing: @escaping Packing) {
        self.query = query
        self.packing = packing
    }

    /// Asks, and answers the call on its loop, once, or says why not.
    func ask(for call: ServerCall, _ ending: Ending) -> Job {
        query.pool.run(query.segment, until: call.deadline, on: call.loop) { [reading = query.reading, packing] answer in
            do throws(StorageError) {
                try packing(try reading.value(of: answer)) { packed in call.succeed(with: packed) }
            } catch {
                return ending.end(call, refusedWith: error)
            }
            ending.end(call)
        }
    }
}

extension Query {
    /// The reply is a message made of the value.
    func reply<Reply: WireMessage>(_ make: @escaping @Sendable (Value) -> Reply) -> Question<Value, Reply> {
        Question(self) { value, send throws(StorageError) in make(value).withPacked(send) }
    }

    /// The reply is put together from the value, without a message in between.
    func reply<Reply: WireMessage>(
        _ fill: @escaping @Sendable (borrowing Draft<Reply>, Value) throws -> Void
    ) -> Question<Value, Reply> {
        Question(self) { value, send throws(StorageError) in
            do {
                try Reply.withPacked(filling: { reply in try fill(reply, value) }, send)
            } catch {
                throw .fault(error as? StorageFault ?? .unexpectedResult("\(error)"))
            }
        }
    }
}
