package import Foundation
internal import Synchronization

/// What a program left when it ended.
package struct ProgramOutput: Sendable {
    package var exitCode: Int32
    package var standardOutput: String
    package var standardError: String
}

/// A program that was not started or did not become what was waited for.
package struct ProgramFailure: Error, CustomStringConvertible {
    package let description: String
}

/// A child process whose standard error is read as it comes. A class: it owns the process.
package final class RunningProgram: Sendable {
    private struct State {
        var standardError = Data()
        var ended: Int32?
        var waitingForText: [Waiting] = []
        var waitingForEnd: [CheckedContinuation<Int32, Never>] = []
    }

    /// Somebody who waits for a text behind the first so many bytes of standard error.
    private struct Waiting {
        let text: String
        let skippedByteCount: Int
        let continuation: CheckedContinuation<Bool, Never>

        func isMet(by standardError: Data) -> Bool {
            String(decoding: standardError.dropFirst(skippedByteCount), as: UTF8.self).contains(text)
        }
    }

    private let process: Process
    private let standardErrorPipe = Pipe()
    private let state = Mutex(State())

    /// The reading end does not block: the thread that reads it and the end of the process take turns.
    private init(_ process: Process) {
        self.process = process
        let descriptor = standardErrorPipe.fileHandleForReading.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// The directory of the programs that were built with the tests.
    package static var binaryDirectory: String {
        ProcessInfo.processInfo.environment["TENON_BIN_DIR"]
            ?? URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path()
    }

    private static func process(_ program: String, _ arguments: [String], environment: [String: String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: program.hasPrefix("/") ? program : "\(binaryDirectory)/\(program)")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Starts a program; its standard output is dropped.
    package static func start(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        let process = process(program, arguments, environment: environment)
        let running = RunningProgram(process)
        process.standardError = running.standardErrorPipe
        process.standardOutput = FileHandle.nullDevice
        process.terminationHandler = { running.ended($0.terminationStatus) }
        try process.run()
        Thread { running.readStandardError() }.start()
        return running
    }

    /// Runs a program to its end.
    package static func output(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], standardInput: Data? = nil
    ) throws -> ProgramOutput {
        let process = process(program, arguments, environment: environment)
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        if let standardInput {
            let input = Pipe()
            process.standardInput = input
            try process.run()
            try input.fileHandleForWriting.write(contentsOf: standardInput)
            try input.fileHandleForWriting.close()
        } else {
            try process.run()
        }
        let errorText = Mutex(Data())
        let thread = Thread { errorText.withLock { $0 = error.fileHandleForReading.readDataToEndOfFile() } }
        thread.start()
        let outputText = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        while !thread.isFinished { sched_yield() }
        return ProgramOutput(
            exitCode: process.terminationStatus, standardOutput: String(decoding: outputText, as: UTF8.self),
            standardError: errorText.withLock { String(decoding: $0, as: UTF8.self) })
    }

    package var processID: Int32 { process.processIdentifier }

    /// All that it has written by now, whether the thread that reads has come to it or not.
    package var standardError: String {
        _ = takeStandardError()
        return state.withLock { String(decoding: $0.standardError, as: UTF8.self) }
    }

    package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for the end; gives the exit code, or the signal's number.
    package func exitCode() async -> Int32 {
        await withCheckedContinuation { continuation in
            let ended = state.withLock { state in
                if state.ended == nil { state.waitingForEnd.append(continuation) }
                return state.ended
            }
            if let ended { continuation.resume(returning: ended) }
        }
    }

    /// Waits until standard error holds the text behind its first so many bytes; throws with what it holds when the program ends first.
    package func waitForStandardError(containing text: String, behind skippedByteCount: Int = 0) async throws {
        let found = await withCheckedContinuation { continuation in
            let waiting = Waiting(text: text, skippedByteCount: skippedByteCount, continuation: continuation)
            let answer: Bool? = state.withLock { state in
                if waiting.isMet(by: state.standardError) { return true }
                if state.ended != nil { return false }
                state.waitingForText.append(waiting)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
        guard found else { throw ProgramFailure(description: "it ended before it said “\(text)”: \(standardError)") }
    }

    /// Reads until the last process that holds the other end is gone.
    private func readStandardError() {
        var poll = pollfd(fd: standardErrorPipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        repeat { _ = unsafe Glibc.poll(&poll, 1, -1) } while takeStandardError()
    }

    /// Takes what is there, and tells those who wait for it; false at its end.
    private func takeStandardError() -> Bool {
        let (isOpen, found) = state.withLock { state in
            let isOpen = read(into: &state)
            defer { state.waitingForText.removeAll { $0.isMet(by: state.standardError) } }
            return (isOpen, state.waitingForText.filter { $0.isMet(by: state.standardError) })
        }
        for waiting in found { waiting.continuation.resume(returning: true) }
        return isOpen
    }

    /// Takes what is there; false at its end.
    private func read(into state: inout State) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe Glibc.read(standardErrorPipe.fileHandleForReading.fileDescriptor, &bytes, bytes.count)
            if count <= 0 { return count < 0 && (errno == EAGAIN || errno == EINTR) }
            state.standardError += bytes.prefix(count)
        }
    }

    /// What the process wrote before its end is taken with it, whoever else still holds the pipe.
    private func ended(_ status: Int32) {
        let (texts, ends) = state.withLock { state in
            _ = read(into: &state)
            state.ended = status
            defer { (state.waitingForText, state.waitingForEnd) = ([], []) }
            return (state.waitingForText.map { ($0.continuation, $0.isMet(by: state.standardError)) }, state.waitingForEnd)
        }
        for (continuation, isMet) in texts { continuation.resume(returning: isMet) }
        for continuation in ends { continuation.resume(returning: status) }
    }
}
