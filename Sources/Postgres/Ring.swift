/// A first-in, first-out queue that keeps its storage.
struct Ring<Element> {
    private var storage: [Element?] = []
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    var first: Element? { count == 0 ? nil : storage[head] }

    var last: Element? { count == 0 ? nil : storage[slot(count - 1)] }

    mutating func append(_ element: consuming Element) {
        growIfFull()
        storage[slot(count)] = element
        count += 1
    }

    mutating func prepend(_ element: Element) {
        growIfFull()
        head = slot(storage.count - 1)
        storage[head] = element
        count += 1
    }

    mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        defer {
            head = slot(1)
            count -= 1
        }
        return storage[head].take()
    }

    mutating func updateLast(_ change: (inout Element) -> Void) {
        guard count > 0, var element = storage[slot(count - 1)] else { return }
        change(&element)
        storage[slot(count - 1)] = element
    }

    func forEach(_ body: (Element) -> Void) {
        for index in 0..<count { if let element = storage[slot(index)] { body(element) } }
    }

    /// Removes and gives all elements, oldest first.
    mutating func removeAll() -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(count)
        while let element = popFirst() { elements.append(element) }
        return elements
    }

    /// `offset` is at most the capacity, which is a power of two.
    private func slot(_ offset: Int) -> Int { (head + offset) & (storage.count - 1) }

    private mutating func growIfFull() {
        guard count == storage.count else { return }
        let elements = (0..<count).map { storage[slot($0)] }
        storage = elements + [Element?](repeating: nil, count: max(16, count))
        head = 0
        // From 16 on, doubling keeps the capacity a power of two.
    }
}

extension Ring: Sendable where Element: Sendable {}
