internal import ArgumentParser
internal import TenonClient

struct Health: CallCommand {
    static let configuration = CommandConfiguration(
        abstract: "Asks whether the daemon serves.",
        discussion: "Exits 0 when it does. Examples:\n  tenon health\n  tenon health tenon.v1.ConnectionService")

    @Argument(help: "A full service name; without it, the daemon as a whole.")
    var service: String = ""
    @OptionGroup var global: GlobalOptions

    func call(_ client: TenonClient, _ printer: Printer) async throws {
        let reply = try await client.health.check(HealthCheckRequest(service: service))
        let isServing = reply.status == .serving
        try await printer.record(Record(["status": .text(isServing ? "SERVING" : "NOT_SERVING")]))
        if !isServing { throw ExitCode(1) }
    }
}

struct WhoAmI: CallCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Shows who the daemon takes you for, and whom you may speak for.",
        discussion: "Example:\n  tenon whoami --actor service:billing")

    @OptionGroup var global: GlobalOptions

    func call(_ client: TenonClient, _ printer: Printer) async throws {
        try await printer.record(Record(client.daemon.whoAmI(WhoAmIRequest())))
    }
}

struct Describe: CallCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the daemon's version, or writes its contract for other tools.",
        discussion: "Examples:\n  tenon describe\n  tenon describe --descriptor-set tenon.pb")

    @Option(help: "Write the serialized FileDescriptorSet to this file.")
    var descriptorSet: String?
    @OptionGroup var global: GlobalOptions

    func call(_ client: TenonClient, _ printer: Printer) async throws {
        let reply = try await client.daemon.describe(DescribeRequest())
        if let descriptorSet { try PrivateFile.write(reply.fileDescriptorSet, to: descriptorSet, mode: 0o644) }
        try await printer.record(
            Record(["build_version": .text(reply.buildVersion), "file_descriptor_set_bytes": .number(Int64(reply.fileDescriptorSet.count))])
        )
    }
}
