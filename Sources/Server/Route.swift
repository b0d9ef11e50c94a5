package import Messages
internal import TTRPC
internal import Transport

/// A handler with its message types hidden: unpacks the request, runs the handler, packs the reply into the channel's output.
package struct Route: Sendable {
    /// Serves a call, as the handler does: at once, or after it has waited for others.
    enum Serve: Sendable {
        case atOnce(@Sendable (ServerCall, Door) throws -> Void)
        case awaited(@Sendable (ServerCall, Door) async throws -> Void)
    }

    let serve: Serve
    /// As the handler says.
    let hidesAbsence: Bool

    package init<Request: WireMessage, Reply: WireMessage>(_ handler: Handler<Request, Reply>) {
        hidesAbsence = handler.hidesAbsence
        switch handler.answer {
        case .atOnce(let answer):
            serve = .atOnce { call, door in
                call.succeed(with: try answer(try call.request(), door))
            }
        case .awaited(let answer):
            serve = .awaited { call, door in
                let request: Request = try call.request()
                call.releaseBody()
                call.succeed(with: try await answer(request, door))
            }
        }
    }
}

extension ServerCall {
    fileprivate func request<Request: WireMessage>() throws -> Request {
        try withBody { body in try Request(decoding: body.extracting(envelope.payload)) }
    }

    fileprivate func succeed(with reply: some WireMessage) {
        reply.withPacked { packed in
            succeed(byteCount: packed.byteCount) { output in packed.write(into: &output) }
        }
    }
}
