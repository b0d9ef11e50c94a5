/// The process at the other end of the socket: what its entry in the callers list allows.
package struct Caller: Sendable, Hashable {
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

    package init(name: String, uid: UInt32, mayActAs: [ActorPattern], isAdmin: Bool = false, ceiling: Set<Capability>? = nil) {
        self.name = name
        self.uid = uid
        self.mayActAs = mayActAs
        self.isAdmin = isAdmin
        self.ceiling = ceiling
    }

    /// The actor a call is made for: the one it names, else the caller's own service.
    package func actor(named text: String?) throws(AccessDenial) -> ActorID {
        guard let text else { return try ActorID("\(ActorID.Kind.service.rawValue):\(name)") }
        let actor = try ActorID(text)
        guard mayActAs.contains(where: { $0.matches(actor) }) else { throw .actorNotAllowed }
        return actor
    }

    /// The roles in `roles`, unless the ceiling keeps the capability from every actor of this caller.
    func roles(_ roles: [String], for capability: Capability) -> [String] {
        guard let ceiling, !ceiling.contains(capability) else { return roles }
        return []
    }
}

/// One actor, or all actors that begin with the text before a final `*`.
package struct ActorPattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as it was written.
    package let description: String
    private let isPrefix: Bool

    package init(_ text: String) {
        description = text
        isPrefix = text.utf8.last == UInt8(ascii: "*")
    }

    /// Whether the pattern covers the actor, byte by byte.
    package func matches(_ actor: ActorID) -> Bool {
        isPrefix ? actor.text.utf8.starts(with: description.utf8.dropLast()) : actor.text.utf8.elementsEqual(description.utf8)
    }
}

/// Who may call at all, by user id.
package struct CallerDirectory: Sendable {
    private let callersByUID: [UInt32: Caller]

    /// The directory used without a callers file: the daemon's own user and root are the admin caller `local`, which speaks for anybody.
    package static func local(daemonUID: UInt32) -> CallerDirectory {
        let uids: Set<UInt32> = [daemonUID, 0]
        return CallerDirectory(
            callersByUID: Dictionary(
                uniqueKeysWithValues: uids.map { uid in
                    (uid, Caller(name: "local", uid: uid, mayActAs: [ActorPattern("*")], isAdmin: true))
                }))
    }

    /// The entry of a user id; nil: the process is not known here.
    package func caller(uid: UInt32) -> Caller? { callersByUID[uid] }
}
