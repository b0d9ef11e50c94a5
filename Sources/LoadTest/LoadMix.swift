/// How often each operation is called, as weights that need not add up to anything.
package struct LoadMix: Sendable, Hashable {
    /// One operation's part.
    package struct Share: Sendable, Hashable {
        package let operation: LoadOperation
        /// At least 1.
        package let weight: Int
    }

    /// In the order they were given.
    package let shares: [Share]
    private let total: Int

    /// The largest weight: shares finer than one in a million are not told apart in any run.
    package static let weightMax = 1_000_000

    /// Nothing but one operation.
    package init(_ operation: LoadOperation) {
        shares = [Share(operation: operation, weight: 1)]
        total = 1
    }

    /// Reads what people write: `get=90,list=5,update=5`.
    package init(parsing text: String) throws(LoadMixFault) {
        var shares: [Share] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let share = try Self.share(part)
            if shares.contains(where: { $0.operation == share.operation }) { throw .twice(share.operation) }
            shares.append(share)
        }
        self.shares = shares
        total = shares.reduce(0) { $0 + $1.weight }
    }

    private static func share(_ text: Substring) throws(LoadMixFault) -> Share {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = sides.first, let operation = LoadOperation(rawValue: String(name)) else {
            throw .unknown(String(sides.first ?? ""))
        }
        guard sides.count == 2, let weight = Int(sides[1]), (1...weightMax).contains(weight) else { throw .weight(operation) }
        return Share(operation: operation, weight: weight)
    }

    /// One operation, as likely as its weight says.
    func pick(_ dice: inout Dice) -> LoadOperation {
        guard shares.count > 1 else { return shares[0].operation }
        var rest = Int.random(in: 0..<total, using: &dice)
        for share in shares {
            if rest < share.weight { return share.operation }
            rest -= share.weight
        }
        return shares[0].operation
    }
}

extension LoadMix: CustomStringConvertible {
    /// As it would be written: `get=90,list=5,update=5`.
    package var description: String {
        shares.map { "\($0.operation.rawValue)=\($0.weight)" }.joined(separator: ",")
    }
}

/// Why a text is no mix.
package enum LoadMixFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// No operation is called so.
    case unknown(String)
    /// The operation has no weight, or one that is none.
    case weight(LoadOperation)
    /// The operation was given more than once.
    case twice(LoadOperation)

    package var description: String {
        switch self {
        case .unknown(let name): "'\(name)' is no operation; there are \(LoadOperation.allCases.map(\.rawValue).joined(separator: ", "))"
        case .weight(let operation):
            "\(operation.rawValue) needs a whole number from 1 to \(LoadMix.weightMax), such as \(operation.rawValue)=90"
        case .twice(let operation): "\(operation.rawValue) is there twice"
        }
    }
}
