import SwiftProtobufPluginLibrary

/// One service as its callers see it: a struct with one function per method.
func clientFile(_ service: ServiceDescriptor) -> String {
    banner(service.file.name) + "public import Messages\n\n"
        + documentation(service, named: service.fullName)
        + "public struct \(service.name)Client: Sendable {\n    let core: ClientCore\n"
        + service.methods.map { "\n" + clientFunction($0) }.joined()
        + "}\n"
}

private func clientFunction(_ method: MethodDescriptor) -> String {
    documentation(method, named: method.fullName, indent: "    ") + """
            public func \(method.swiftName)(
                _ request: \(method.inputType.swiftType), options: CallOptions = CallOptions()
            ) async throws(TenonError) -> \(method.outputType.swiftType) {
                try await core.call(.\(method.caseName), request, options)
            }

        """
}
