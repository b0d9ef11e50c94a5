/// The process at the other end of the socket: what its entry in the callers list allows. A class, though a value that never changes: every call
/// hands it from decision to decision.
package final class Caller: Sendable, Hashable {
    /// Name of the entry; without `tenon-actor` the call is made for `service:<name>`.
    package let name: String
    /// The user id the kernel reports for the process.
    package let uid: UInt32
    /// The actors it may speak for.
    package let mayActAs: [ActorPattern]
    /// Whether it administers catalog, workspaces, tenants and memberships; never connection data.
    package let isAdmin: Bool
    /// What any actor may do through this caller, at most; nil: no ceiling.
    package let ceiling: Set<Capability>?
    /// Channels it may have open; nil: as many as any user.
    package let channelCountMax: Int?
    /// Calls it may have running over all its channels; nil: as many as its channels may.
    package let callsInFlightMax: Int?

    package init(
        name: String, uid: UInt32, mayActAs: [ActorPattern], isAdmin: Bool = false, ceiling: Set<Capability>? = nil,
        channelCountMax: Int? = nil, callsInFlightMax: Int? = nil
    ) {
        self.name = name
        self.uid = uid
        self.mayActAs = mayActAs
        self.isAdmin = isAdmin
        self.ceiling = ceiling
        self.channelCountMax = channelCountMax
        self.callsInFlightMax = callsInFlightMax
    }

    package static func == (left: Caller, right: Caller) -> Bool {
        left.name == right.name && left.uid == right.uid && left.mayActAs == right.mayActAs && left.isAdmin == right.isAdmin
            && left.ceiling == right.ceiling && left.channelCountMax == right.channelCountMax
            && left.callsInFlightMax == right.callsInFlightMax
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(uid)
    }

    /// The actor a call is made for: the one it names, else the caller's own service, for which every caller may speak.
    package func actor(named text: String?) throws(AccessDenial) -> ActorID {
        guard let text else { return try ownService() }
        let actor = try ActorID(text)
        if mayActAs.contains(where: { $0.matches(actor) }) { return actor }
        guard try actor == ownService() else { throw .actorNotAllowed }
        return actor
    }

    /// `service:<name>`; throws when the name makes no actor.
    package func ownService() throws(AccessDenial) -> ActorID {
        try ActorID("\(ActorID.Kind.service.rawValue):\(name)")
    }

    /// The capability, unless the ceiling keeps it from every actor of this caller.
    func granted(_ capability: Capability) -> Capability? {
        guard let ceiling, !ceiling.contains(capability) else { return capability }
        return nil
    }
}

/// One actor, or all actors that begin with the text before a final `*`.
package struct ActorPattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as it was written.
    package let description: String
    private let isPrefix: Bool
    /// What it covers begins with this, or is this.
    private let stem: String

    package init(_ text: String) {
        description = text
        isPrefix = text.utf8.last == UInt8(ascii: "*")
        // By bytes: as a Character the star may be one with what stands before it.
        stem = isPrefix ? String(decoding: text.utf8.dropLast(), as: UTF8.self) : text
    }

    /// Takes a pattern that somebody wrote, if it can mean what was meant.
    package init(checking text: String) throws(PatternFault) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= ActorID.byteCountMax else { throw .tooLong }
        guard !text.utf8.dropLast().contains(UInt8(ascii: "*")) else { throw .starNotLast }
        self.init(text)
        guard canMatch else { throw .matchesNobody }
    }

    /// Whether there can be an actor that the pattern covers.
    private var canMatch: Bool {
        let beginsKind = ActorID.Kind.allCases.contains { "\($0.rawValue):".utf8.starts(with: stem.utf8) }
        return (isPrefix && beginsKind) || (try? ActorID(stem)) != nil
    }

    /// Whether the pattern covers the actor, byte by byte.
    package func matches(_ actor: ActorID) -> Bool {
        let bytes = actor.text.utf8Span.span
        return bytes.begins(with: stem) && (isPrefix || bytes.count == stem.utf8.count)
    }
}

/// What is wrong with the text of a pattern.
package enum PatternFault: Error, Sendable, Hashable, CaseIterable {
    case empty, tooLong, starNotLast
    /// No actor is written like that.
    case matchesNobody
}

/// Why a list of callers is none: it would not be certain which entry is meant.
package enum CallerConflict: Error, Sendable, Hashable {
    /// Two entries have this name.
    case name(String)
    /// The entry `caller` has the uid of the one before it that is called `other`.
    case uid(caller: Caller, other: String)
}

/// Who may call at all, by user id.
package struct CallerDirectory: Sendable {
    private let callersByUID: [UInt32: Caller]

    private init(callersByUID: [UInt32: Caller]) { self.callersByUID = callersByUID }

    /// Makes a directory of entries that are told apart by name and by uid.
    package init(_ callers: [Caller]) throws(CallerConflict) {
        var names: Set<String> = []
        var callersByUID: [UInt32: Caller] = [:]
        for caller in callers {
            guard names.insert(caller.name).inserted else { throw .name(caller.name) }
            if let other = callersByUID.updateValue(caller, forKey: caller.uid) { throw .uid(caller: caller, other: other.name) }
        }
        self.init(callersByUID: callersByUID)
    }

    /// The directory used without a callers file: the daemon's own user and root are the admin caller `local`, which speaks for anybody.
    package static func local(daemonUID: UInt32) -> CallerDirectory {
        let uids: Set<UInt32> = [daemonUID, 0]
        return CallerDirectory(
            callersByUID: Dictionary(
                uniqueKeysWithValues: uids.map { uid in
                    (uid, Caller(name: "local", uid: uid, mayActAs: [ActorPattern("*")], isAdmin: true))
                }))
    }

    /// All entries, by uid.
    package var callers: [Caller] { callersByUID.values.sorted { $0.uid < $1.uid } }

    /// The entry of a user id; nil: the process is not known here.
    package func caller(uid: UInt32) -> Caller? { callersByUID[uid] }
}
