/// Why a call is refused before anything is asked of the database.
package enum AccessDenial: Error, Sendable, Hashable {
    /// `tenon-actor` is not an actor; names what is wrong with it.
    case actorInvalid(ActorFault)
    /// The caller may not speak for this actor.
    case actorNotAllowed
    /// Only an admin caller may do this.
    case adminOnly
    /// `tenon-tenant` is not a UUID.
    case tenantContextInvalid
    /// The call needs one tenant: neither `tenant_id` nor `tenon-tenant` names it.
    case tenantMissing
}

/// What is wrong with the text of an actor.
package enum ActorFault: Sendable, Hashable, CaseIterable {
    case tooLong, kindUnknown, nameEmpty, controlCharacter
}
