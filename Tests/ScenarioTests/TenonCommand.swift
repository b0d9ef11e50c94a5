import Foundation
import TestKit
import Testing

/// Runs the built `tenon` to its end against the suite's daemon, unless the environment names another socket.
func tenon(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> ProgramOutput {
    let socket = ["TENON_SOCKET": try #require(TestDaemon.current).socketPath]
    return try RunningProgram.output(
        "tenon", arguments, environment: socket.merging(environment) { $1 }, standardInput: input.map { Data($0.utf8) })
}
