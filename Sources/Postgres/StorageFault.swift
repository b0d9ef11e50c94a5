/// Why a segment gave no result.
package enum StorageFault: Error, Sendable, Hashable {
    /// There is no usable session; the segment was surely not executed. The text is one line for the operator.
    case unavailable(String)

    /// Too many segments are waiting; this one was not executed.
    case overloaded

    /// The deadline or the statement timeout passed. `mayHaveRun` is false when nothing of the segment can have stayed.
    case deadlineExceeded(mayHaveRun: Bool)

    /// The calling task was cancelled before the segment was sent; it was not executed.
    case cancelled

    /// A write was sent and the session was lost before the commit was confirmed.
    case outcomeUnknown

    /// The server refused the segment and rolled it back. Indirect, so that every answer is small that is none of these.
    indirect case rejected(SQLRejection)

    /// A result is not of the shape that the caller expects (a bug on one side). The segment itself ran.
    case unexpectedResult(String)
}

extension StorageFault {
    /// Whether the server was away, busy or in another's hands: later the same may pass.
    package var isOutage: Bool {
        switch self {
        case .unavailable, .overloaded, .deadlineExceeded, .outcomeUnknown: true
        case .rejected(let rejection): rejection.isOutage
        case .cancelled, .unexpectedResult: false
        }
    }
}

extension StorageFault: CustomStringConvertible {
    /// One line for the operator.
    package var description: String {
        switch self {
        case .unavailable(let reason): reason
        case .overloaded: "too many segments wait for the database"
        case .deadlineExceeded: "the deadline passed"
        case .cancelled: "the call was cancelled"
        case .outcomeUnknown: "the session was lost before the server answered"
        case .rejected(let rejection): rejection.description
        case .unexpectedResult(let problem): "unexpected result: \(problem)"
        }
    }
}

/// What the server said when it refused a segment.
package struct SQLRejection: Sendable, Hashable, CustomStringConvertible {
    /// Five characters, for example `23505`.
    package var sqlState: String

    /// The violated constraint and its table, where the server names them.
    package var constraint: String?
    package var table: String?

    /// The statement that failed.
    package var statementName: String?

    /// The server's primary message. It may quote data: never show it to a client.
    package var serverMessage: String

    package init(
        sqlState: String, constraint: String? = nil, table: String? = nil, statementName: String? = nil, serverMessage: String = ""
    ) {
        self.sqlState = sqlState
        self.constraint = constraint
        self.table = table
        self.statementName = statementName
        self.serverMessage = serverMessage
    }

    /// A serialization failure or a deadlock: surely rolled back, likely to pass the next time.
    package var retryHelps: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// A lost connection, missing resources, an operator's hand, a lock or a timeout (SQLSTATE classes 08, 53, 57, 40, 55P03).
    fileprivate var isOutage: Bool { ["08", "53", "57", "40"].contains(sqlState.prefix(2)) || sqlState == "55P03" }

    /// Without the server's message, which may quote data.
    package var description: String {
        var text = "SQLSTATE \(sqlState)"
        if let statementName { text += " in \(statementName)" }
        if let constraint { text += ", constraint \(constraint)" }
        if let table { text += ", table \(table)" }
        return text
    }

    /// Equality ignores prose.
    package static func == (left: SQLRejection, right: SQLRejection) -> Bool {
        left.sqlState == right.sqlState && left.constraint == right.constraint && left.table == right.table
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(sqlState) }
}
