package import Messages
internal import Postgres
internal import Storage
internal import TTRPC
internal import Transport

/// A handler with its message types hidden: unpacks the request, runs the handler, packs the reply into the channel's output.
package struct Route: Sendable {
    /// Serves a call, as the handler does: at once, or when what it asked for has come.
    enum Serve: Sendable {
        case atOnce(@Sendable (ServerCall, _ payload: RawSpan, Door) throws -> Void)
        case later(@Sendable (ServerCall, _ payload: RawSpan, Door, Ending) throws -> Void)
    }

    let serve: Serve
    /// As the handler says.
    let hidesAbsence: Bool

    package init<Request: WireMessage, Reply: WireMessage>(_ handler: Handler<Request, Reply>) {
        hidesAbsence = handler.hidesAbsence
        switch handler.answer {
        case .atOnce(let answer):
            serve = .atOnce { call, payload, door in
                call.succeed(with: try answer(try Request(decoding: payload), door))
            }
        case .constant(let payload):
            serve = .atOnce { call, request, door in
                let payload = try payload(try Request(decoding: request), door)
                call.succeed(byteCount: payload.count) { output in output.append(copying: payload.span.bytes) }
            }
        case .asked(let ask):
            serve = .later { call, payload, door, ending in
                call.wait(for: try ask(try Request(decoding: payload), door, call, ending))
            }
        case .awaited(let answer):
            serve = .later { call, payload, door, ending in
                let request = try Request(decoding: payload)
                Task {
                    let result: Result<Reply, any Error>
                    do { result = .success(try await answer(request, door)) } catch { result = .failure(error) }
                    call.loop.execute { call.succeed(with: result, ending) }
                }
            }
        }
    }
}

extension EventLoopExecutor: CallerLoop {
    func sendAtEndOfBurst(_ pool: SessionPool) { flushLater(pool) }
}

extension SessionPool: BurstWriter {
    package func flushBurst() { sendSubmitted() }
}

extension Job: Withdrawable {}

extension ServerCall {
    fileprivate func succeed<Failure>(with result: Result<some WireMessage, Failure>, _ ending: Ending) {
        switch result {
        case .success(let reply):
            succeed(with: reply)
            ending.end(self)
        case .failure(let error): ending.end(self, refusedWith: error)
        }
    }

    fileprivate func succeed(with reply: some WireMessage) {
        reply.withPacked { packed in succeed(with: packed) }
    }

    func succeed(with packed: borrowing PackedMessage) {
        succeed(byteCount: packed.byteCount) { output in packed.write(into: &output) }
    }
}
