// Written by protoc-gen-tenon from tenon/v1/daemon.proto: change that and run `make generate`.

public struct DescribeRequest: Sendable, Hashable {
    /// The only value there is.
    public init() {}
}

public struct DescribeResponse: Sendable, Hashable {
    /// Version of the running build.
    public var buildVersion: String

    /// A serialized `google.protobuf.FileDescriptorSet` of every served service, imports included.
    public var fileDescriptorSet: [UInt8]

    /// What is left out is empty, which is: not sent.
    public init(buildVersion: String = "", fileDescriptorSet: [UInt8] = []) {
        self.buildVersion = buildVersion
        self.fileDescriptorSet = fileDescriptorSet
    }
}

public struct WhoAmIRequest: Sendable, Hashable {
    /// The only value there is.
    public init() {}
}

public struct WhoAmIResponse: Sendable, Hashable {
    /// Name of the caller entry.
    public var caller: String

    /// User id of the calling process, from the kernel.
    public var callerUID: UInt32

    /// Whether the caller administers catalog, workspaces, tenants and memberships.
    public var admin: Bool

    /// Actor of this call.
    public var actor: String

    /// Actors the caller may speak for: exact, or a prefix ending in `*`.
    public var mayActAs: [String]

    /// What is left out is empty, which is: not sent.
    public init(caller: String = "", callerUID: UInt32 = 0, admin: Bool = false, actor: String = "", mayActAs: [String] = []) {
        self.caller = caller
        self.callerUID = callerUID
        self.admin = admin
        self.actor = actor
        self.mayActAs = mayActAs
    }
}

public struct GetStatsRequest: Sendable, Hashable {
    /// The only value there is.
    public init() {}
}

/// One sample.
public struct Stat: Sendable, Hashable {
    /// Name, as in the Prometheus text.
    public var name: String

    /// Label, such as `method="GetConnection"`; empty: none.
    public var label: String

    /// Current value.
    public var value: Double

    /// What is left out is empty, which is: not sent.
    public init(name: String = "", label: String = "", value: Double = 0) {
        self.name = name
        self.label = label
        self.value = value
    }
}

public struct GetStatsResponse: Sendable, Hashable {
    /// Every sample.
    public var stats: [Stat]

    /// What is left out is empty, which is: not sent.
    public init(stats: [Stat] = []) {
        self.stats = stats
    }
}
