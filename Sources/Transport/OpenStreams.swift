/// The calls that are open on one channel, by stream id: a small hash table with the id itself as its hash, because ids are handed out in
/// order. Empty until the first call, so that an idle channel costs nothing.
///
/// Whoever is further from home has the better right to a place (Robin Hood hashing): so a call that is at home, which with ids in order all are, ends
/// what one before it that is forgotten has to move.
struct OpenStreams<Call> {
    /// Calls that are open.
    private(set) var count = 0
    /// 0, which is no stream id, marks a free place.
    private var ids: [UInt32] = []
    private var calls: [Call?] = []

    var isEmpty: Bool { count == 0 }

    /// The open call of that id.
    subscript(id: UInt32) -> Call? {
        guard let place = place(of: id) else { return nil }
        return calls[place]
    }

    /// Whether a call of that id is open.
    func contains(_ id: UInt32) -> Bool {
        place(of: id) != nil
    }

    /// Opens a call. The id is not 0 and not open now.
    mutating func insert(_ call: Call, id: UInt32) {
        if (count + 1) * 2 > ids.count { grow() }
        var (id, homeless) = (id, Optional(call))
        var place = home(of: id), distance = 0
        while ids[place] != 0 {
            let other = (place &- home(of: ids[place])) & (ids.count - 1)
            if other < distance {
                swap(&ids[place], &id)
                swap(&calls[place], &homeless)
                distance = other
            }
            place = (place + 1) & (ids.count - 1)
            distance += 1
        }
        ids[place] = id
        calls[place] = homeless
        count += 1
    }

    /// Forgets a call.
    @discardableResult
    mutating func remove(_ id: UInt32) -> Call? {
        guard var hole = place(of: id) else { return nil }
        let call = calls[hole]
        // Whoever was pushed past the hole moves back, so that a search never has to look behind a free place.
        var place = (hole + 1) & (ids.count - 1)
        while ids[place] != 0, home(of: ids[place]) != place {
            ids[hole] = ids[place]
            calls[hole] = calls[place]
            hole = place
            place = (place + 1) & (ids.count - 1)
        }
        ids[hole] = 0
        calls[hole] = nil
        count -= 1
        return call
    }

    /// All open calls, in no order.
    var all: [Call] { calls.compactMap(\.self) }

    /// All open calls with their ids, in no order.
    var entries: [(UInt32, Call)] {
        zip(ids, calls).compactMap { id, call in call.map { (id, $0) } }
    }

    /// Visits the open calls, in no order.
    func forEach(_ body: (Call) -> Void) {
        for case let call? in calls { body(call) }
    }

    /// Forgets all calls and gives them to the caller.
    mutating func removeAll() -> [Call] {
        let open = all
        self = OpenStreams()
        return open
    }

    private func place(of id: UInt32) -> Int? {
        guard count > 0, id != 0 else { return nil }
        var place = home(of: id)
        while ids[place] != id {
            if ids[place] == 0 { return nil }
            place = (place + 1) & (ids.count - 1)
        }
        return place
    }

    private func home(of id: UInt32) -> Int {
        Int(id >> 1) & (ids.count - 1)
    }

    private mutating func grow() {
        let old = (ids, calls)
        let capacity = max(8, ids.count * 2)
        ids = Array(repeating: 0, count: capacity)
        calls = Array(repeating: nil, count: capacity)
        count = 0
        for (id, call) in zip(old.0, old.1) {
            if let call { insert(call, id: id) }
        }
    }
}
