package import Messages
internal import TTRPC
internal import Transport

/// A handler with its message types hidden: unpacks the request, runs the handler, packs the reply into the channel's output.
package struct Route: Sendable {
    let serve: @Sendable (ServerCall, Door) async throws -> Void
    /// As the handler says.
    let hidesAbsence: Bool

    package init<Request: WireMessage, Reply: WireMessage>(_ handler: Handler<Request, Reply>) {
        hidesAbsence = handler.hidesAbsence
        serve = { wire, door in
            let request = try wire.withBody { body in try Request(decoding: body.extracting(wire.envelope.payload)) }
            wire.releaseBody()
            let reply = try await handler.answer(request, door)
            reply.withPacked { packed in
                wire.succeed(byteCount: packed.byteCount) { output in packed.write(into: &output) }
            }
        }
    }
}
