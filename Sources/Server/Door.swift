internal import Access
internal import TTRPC

/// Where calls stand before anybody has asked whether they may come in: who calls, and for whom they say they are made. A class: the next call of the
/// channel stands at the same door, if it says the same.
package final class Door: Sendable {
    let entry: CallerRegistry.Entry
    /// `tenon-actor` as it was sent.
    private let actor: String?
    /// `tenon-tenant` as it was sent.
    private let tenantContext: String?
    /// `request-id`, checked.
    let requestID: String?
    private let context: Result<CallContext, AccessDenial>

    init(entry: CallerRegistry.Entry, processID: Int32, groupID: UInt32, actor: String?, tenantContext: String?, requestID: String?) {
        self.entry = entry
        self.actor = actor
        self.tenantContext = tenantContext
        self.requestID = requestID
        context = Result { () throws(AccessDenial) in
            try CallContext(
                caller: entry.caller, processID: processID, groupID: groupID, actor: actor, tenantContext: tenantContext,
                requestID: requestID)
        }
    }

    /// Lets a call in, if the caller may speak for the actor.
    func pass() throws(AccessDenial) -> CallContext { try context.get() }

    /// Whether it is worth remembering: it lets calls in, so that what it holds is short, and the next call may say the same.
    var isMemorable: Bool { requestID == nil && (try? context.get()) != nil }

    /// Whether a request of the same process, of which this is the body, stands here, too: it says the same, to the byte, and has no name of its own.
    func admits(_ entry: CallerRegistry.Entry, _ envelope: RequestEnvelope, in body: RawSpan) -> Bool {
        self.entry === entry && requestID == nil && envelope.requestID == nil && body.has(actor, at: envelope.actor)
            && body.has(tenantContext, at: envelope.tenant)
    }
}

extension RawSpan {
    fileprivate func has(_ text: String?, at range: Range<Int>?) -> Bool {
        guard let text, let range else { return text == nil && range == nil }
        return bytesAreEqual(range, to: text)
    }
}
