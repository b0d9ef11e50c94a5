package import Access
internal import Yams

/// The callers file: from its text to a directory, or to the one line that says what is wrong with it.
package enum CallersFile {
    /// Reads the text.
    /// - Parameter uidOfUser: looks a user up by name; nil: nobody is called so.
    package static func directory(
        reading text: String, uidOfUser: (_ name: String) -> UInt32?
    ) throws(CallersFileError) -> CallerDirectory {
        let document: Document
        do {
            document = try YAMLDecoder().decode(Document.self, from: text)
        } catch {
            throw CallersFileError(telling: error)
        }
        var callers: [Caller] = []
        for entry in document.entries { callers.append(try entry.caller(uidOfUser)) }
        do {
            return try CallerDirectory(callers)
        } catch {
            throw CallersFileError(error)
        }
    }
}

/// What is wrong with a callers file, in one line: the entry, the key, the problem.
package struct CallersFileError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// - Parameter place: the entry; empty: the whole file.
    init(_ place: String, _ problem: String) {
        let line = place.isEmpty ? problem : "\(place): \(problem)"
        // What the file holds must not break the line.
        let scalars = line.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
        description = String(String.UnicodeScalarView(scalars))
    }

    fileprivate init(_ conflict: CallerConflict) {
        switch conflict {
        case .name(let name): self.init("caller \(name)", "name is the name of another entry, too")
        case .uid(let caller, let other): self.init("caller \(caller.name)", "uid \(caller.uid) is that of caller \(other), too")
        }
    }

    /// Finds our own word in what the YAML decoder has wrapped around it, else says where the text is no YAML.
    fileprivate init(telling error: any Error) {
        let cause: any Error
        if case DecodingError.dataCorrupted(let context) = error, let underlying = context.underlyingError {
            cause = underlying
        } else {
            cause = error
        }
        switch cause {
        case let error as CallersFileError: self = error
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            self.init("", "line \(mark.line) is not YAML: \(problem)")
        case YamlError.duplicatedKeysInMapping(let names, let context):
            self.init("", "line \(context.mark.line): the key \(names.sorted().joined(separator: ", ")) is given twice")
        case is DecodingError: self.init("", "it is not a mapping with the key callers")
        default: self.init("", "it is not YAML")
        }
    }
}

/// The whole file as it is written.
private struct Document: Decodable {
    private enum Key: String, CodingKey, CaseIterable { case callers }

    let entries: [Entry]

    init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        let fields = try StrictFields(decoder.container(keyedBy: Key.self), names: names, place: "")
        guard let entries = try fields.list(.callers, of: Entry.self) else { throw CallersFileError("", "callers is missing") }
        guard !entries.isEmpty else { throw fields.fault(.callers, "has no entry: nobody could call") }
        self.entries = entries
    }
}

/// One entry as it is written, by its keys.
private struct Entry: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case name, uid, user
        case mayActAs = "may_act_as"
        case admin
        case maxChannels = "max_channels"
        case maxCallsInFlight = "max_calls_in_flight"
        case capabilities
    }

    private let fields: StrictFields<Key>
    private let name: String
    private let uid: Int?
    private let user: String?
    private let mayActAs: [String]
    private let isAdmin: Bool
    private let channelCountMax: Int?
    private let callsInFlightMax: Int?
    private let capabilities: [String]?

    init(from decoder: any Decoder) throws {
        let number = "entry \((decoder.codingPath.last?.intValue ?? 0) + 1)"
        guard let keys = try? decoder.container(keyedBy: AnyKey.self).allKeys else {
            throw CallersFileError(number, "it is not a mapping of keys to values")
        }
        let container = try decoder.container(keyedBy: Key.self)
        let name = try? container.decode(String.self, forKey: .name)
        let place = name.map { $0.isEmpty ? number : "caller \($0)" } ?? number
        fields = try StrictFields(container, names: keys.map(\.stringValue), place: place)
        guard let name = try fields.text(.name) else { throw fields.fault(.name, "is missing") }
        self.name = name
        uid = try fields.number(.uid)
        user = try fields.text(.user)
        mayActAs = try fields.texts(.mayActAs) ?? []
        isAdmin = try fields.flag(.admin) ?? false
        channelCountMax = try fields.number(.maxChannels)
        callsInFlightMax = try fields.number(.maxCallsInFlight)
        capabilities = try fields.texts(.capabilities)
    }

    /// The caller this entry describes, if every value makes sense.
    func caller(_ uidOfUser: (String) -> UInt32?) throws(CallersFileError) -> Caller {
        let caller = Caller(
            name: name, uid: try uid(uidOfUser), mayActAs: try patterns(), isAdmin: isAdmin, ceiling: try ceiling(),
            channelCountMax: try limit(.maxChannels, channelCountMax), callsInFlightMax: try limit(.maxCallsInFlight, callsInFlightMax))
        guard (try? caller.ownService()) != nil else {
            throw fields.fault(.name, "makes no actor service:<name>: at most 192 bytes, no control characters")
        }
        return caller
    }

    private func uid(_ uidOfUser: (String) -> UInt32?) throws(CallersFileError) -> UInt32 {
        switch (uid, user) {
        case (nil, nil): throw fields.fault(.uid, "or user is missing")
        case (.some, .some): throw fields.fault(.uid, "and user are both given: one of them says who it is")
        case (let uid?, nil):
            // The largest id stands for "no user" in the kernel's calls.
            guard let id = UInt32(exactly: uid), id != .max else { throw fields.fault(.uid, "\(uid) is no user id") }
            return try known(id, .uid, "\(id)")
        case (nil, let user?):
            guard let id = uidOfUser(user) else { throw CallersFileError(fields.place, "no user is called \(user)") }
            return try known(id, .user, user)
        }
    }

    /// Everything that has no user of its own runs as `nobody`: such a caller would be anybody.
    private func known(_ id: UInt32, _ key: Key, _ value: String) throws(CallersFileError) -> UInt32 {
        guard id != 65534 else { throw fields.fault(key, "\(value) is nobody, whom unrelated programs share (uid 65534)") }
        return id
    }

    private func patterns() throws(CallersFileError) -> [ActorPattern] {
        var patterns: [ActorPattern] = []
        for text in mayActAs {
            do {
                patterns.append(try ActorPattern(checking: text))
            } catch {
                throw fields.fault(.mayActAs, error.problem(with: text))
            }
        }
        return patterns
    }

    private func ceiling() throws(CallersFileError) -> Set<Capability>? {
        guard let capabilities else { return nil }
        var ceiling: Set<Capability> = []
        for name in capabilities {
            guard let capability = Capability(rawValue: name) else {
                let known = Capability.allCases.map(\.rawValue).joined(separator: ", ")
                throw fields.fault(.capabilities, "names no capability with \(name); there are \(known)")
            }
            ceiling.insert(capability)
        }
        return ceiling
    }

    private func limit(_ key: Key, _ number: Int?) throws(CallersFileError) -> Int? {
        guard number != 0 else { throw fields.fault(key, "is 0: leave the caller out to shut it out") }
        return number
    }
}

extension PatternFault {
    fileprivate func problem(with text: String) -> String {
        switch self {
        case .empty: "holds an empty pattern"
        case .tooLong: "holds a pattern of more than \(ActorID.byteCountMax) bytes"
        case .starNotLast: "holds \(text), whose * is not its last character"
        case .matchesNobody: "holds \(text), which no actor can match: actors are user:… and service:…"
        }
    }
}
