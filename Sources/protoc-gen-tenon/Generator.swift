import SwiftProtobuf
import SwiftProtobufPluginLibrary

/// The protoc plugin: reads the contract and writes every generated file that is not protoc-c's, at its place below the output root.
/// Its option `draft=MESSAGE`, which may be given often, names a message that the daemon packs without making a value of it.
@main
struct Generator: CodeGenerator {
    let supportedFeatures: [Google_Protobuf_Compiler_CodeGeneratorResponse.Feature] = []

    func generate(
        files: [FileDescriptor], parameter: any CodeGeneratorParameter, protoCompilerContext: any ProtoCompilerContext,
        generatorOutputs outputs: any GeneratorOutputs
    ) throws {
        for file in files { try check(file) }
        let drafts = try drafts(named: parameter, in: files)
        for file in files where !file.messages.isEmpty {
            try outputs.add(fileName: "Sources/Messages/Generated/\(file.swiftName).swift", contents: valuesFile(file))
            try outputs.add(fileName: "Sources/Messages/Generated/\(file.swiftName)Codec.swift", contents: codecFile(file))
            guard let draftFile = try draftFile(file, drafts) else { continue }
            try outputs.add(fileName: "Sources/Messages/Generated/\(file.swiftName)Drafts.swift", contents: draftFile)
        }
        let services = files.flatMap(\.services)
        for service in services {
            try outputs.add(fileName: "Clients/Swift/TenonClient/Generated/\(service.name)Client.swift", contents: clientFile(service))
        }
        try outputs.add(fileName: "Sources/Messages/Generated/Method.swift", contents: methodFile(services))
        try outputs.add(fileName: "Sources/Server/Generated/Dispatch.swift", contents: dispatchFile(services))
        try outputs.add(fileName: "Sources/CMessages/include/descriptors.h", contents: descriptorHeader(files))
        try outputs.add(fileName: "Sources/CMessages/include/module.modulemap", contents: moduleMap(files))
    }
}

/// The full names of the messages of which drafts are written.
private func drafts(named parameter: any CodeGeneratorParameter, in files: [FileDescriptor]) throws -> Set<String> {
    let known = Set(files.flatMap(\.allMessages).map(\.fullName))
    for pair in parameter.parsedPairs where pair.key != "draft" || !known.contains(pair.value) {
        throw Unsupported(description: "\(pair.key)=\(pair.value): no such option, or no such message")
    }
    return Set(parameter.parsedPairs.map(\.value))
}

/// The first lines of every file the plugin writes.
func banner(_ source: String) -> String {
    "// Written by protoc-gen-tenon from \(source): change that and run `make generate`.\n"
}
