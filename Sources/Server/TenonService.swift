internal import Access
internal import Clock
package import Logging
internal import Messages
package import Storage
package import TTRPC
package import Transport

/// Everything the socket serves: finds the method, decides who calls for whom, and hands the call to its route. A class: every call that waits holds it.
package final class TenonService: CallService {
    private let routes: [Route]
    private let callers: CallerRegistry
    private let statistics = CallStatistics()
    private let logger: Logger

    /// - Parameters:
    ///   - runLinks: where people find the runs it keeps.
    ///   - transport: watches the server it will be the service of.
    package init(storage: Storage, callers: CallerRegistry, runLinks: RunLinks, transport: TransportProbe, logger: Logger) {
        let statistics = DaemonStatistics(calls: statistics, storage: storage, transport: transport)
        routes = makeRoutes(
            Services(
                health: HealthService(storage: storage), audit: AuditService(storage: storage), badge: BadgeService(),
                connection: ConnectionService(storage: storage, logger: logger), daemon: DaemonService(statistics: statistics),
                operation: OperationService(storage: storage, links: runLinks), provider: ProviderService(storage: storage),
                tenancy: TenancyService(storage: storage)))
        self.callers = callers
        self.logger = logger
    }

    package func admits(_ peer: PeerIdentity) -> Admission {
        guard let caller = callers.caller(uid: peer.uid) else { return .unknown }
        return .known(channelCountMax: caller.channelCountMax)
    }

    package func answer(_ call: ServerCall, _ envelope: RequestEnvelope, in body: RawSpan) {
        let method = Method.find(service: body.extracting(envelope.service), name: body.extracting(envelope.method))
        do {
            let entry = try callers.beginCall(uid: call.peer.uid)
            do {
                guard let method else { throw Refusal(because: .unknownMethod) }
                let door = try door(of: call, by: entry, envelope, in: body)
                let payload = body.extracting(envelope.payload)
                switch routes[method.rawValue].serve {
                case .atOnce(let serve): try serve(call, payload, door)
                case .later(let serve):
                    return try serve(call, payload, door, Ending(service: self, method: method, door: door))
                }
            } catch {
                refuse(call, method, error)
            }
            entry.endCall()
        } catch {
            refuse(call, method, error)
        }
        if let method { statistics.answered(method, afterNS: MonotonicTime.now.nanoseconds(since: call.arrival)) }
    }

    /// Ends a call that was not answered at once. A nil error: it was by now.
    fileprivate func end(_ call: ServerCall, _ ending: Ending, refusedWith error: (any Error)?) {
        if let error {
            let soonest = call.arrival + Self.absenceTime
            if routes[ending.method.rawValue].hidesAbsence, soonest > .now, Refusal(tellingOf: error).reason.code == .notFound {
                return call.loop.execute(at: soonest) { self.end(call, ending, refusedWith: error) }
            }
            refuse(call, ending.method, error, requestID: ending.door.requestID)
        }
        ending.door.entry.endCall()
        statistics.answered(ending.method, afterNS: MonotonicTime.now.nanoseconds(since: call.arrival))
    }

    /// - Parameter requestID: for the log; the request itself may be gone.
    private func refuse(_ call: ServerCall, _ method: Method?, _ error: any Error, requestID: String? = nil) {
        let refusal = Refusal(tellingOf: error)
        // What the transport has answered meanwhile, a deadline, is counted there.
        if !call.isAnswered { statistics.refused(method, refusal.reason) }
        if refusal.reason == .internal {
            logger.error(
                "a call failed",
                metadata: ["method": "\(method?.name ?? "?")", "request-id": "\(requestID ?? "")", "error": "\(error)"])
        }
        call.fail(refusal.status)
    }

    /// How long it takes at least to say NOT_FOUND of something named by its id. What is hidden takes some 10 µs longer to look for than what is
    /// absent; behind this both take the same time.
    private static let absenceTime = Duration.milliseconds(1)

    package func status(for refusal: TransportRefusal) -> Status {
        let refusal = Refusal(refusal)
        statistics.refused(nil, refusal.reason)
        return refusal.status
    }

    /// Who calls, and for whom it says it does.
    private func door(
        of call: ServerCall, by entry: CallerRegistry.Entry, _ envelope: RequestEnvelope, in body: RawSpan
    ) throws(Refusal) -> Door {
        if let door = call.memory as? Door, door.admits(entry, envelope, in: body) { return door }
        let requestID = body.text(envelope.requestID)
        if let requestID { try Check.requestID(requestID) }
        let door = Door(
            entry: entry, processID: call.peer.pid, groupID: call.peer.gid, actor: body.text(envelope.actor),
            tenantContext: body.text(envelope.tenant), requestID: requestID)
        if door.isMemorable { call.memory = door }
        return door
    }
}

/// What is left to do of a call that is not answered at once.
struct Ending: Sendable {
    fileprivate let service: TenonService
    fileprivate let method: Method
    fileprivate let door: Door

    /// It has been answered. On its loop, once.
    func end(_ call: ServerCall) { service.end(call, self, refusedWith: nil) }

    /// It has not, and is told why. On its loop, once.
    func end(_ call: ServerCall, refusedWith error: any Error) { service.end(call, self, refusedWith: error) }
}

extension RawSpan {
    /// A metadata value of the call; nil: not sent.
    fileprivate func text(_ range: Range<Int>?) -> String? {
        guard let range else { return nil }
        return string(range)
    }
}
