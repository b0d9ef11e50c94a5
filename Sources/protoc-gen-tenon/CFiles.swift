import SwiftProtobufPluginLibrary

/// One C function per message: Swift can not take the address of a C global without copying it.
func descriptorHeader(_ files: [FileDescriptor]) -> String {
    banner("the messages under proto/")
        + "#ifndef TENON_DESCRIPTORS_H\n#define TENON_DESCRIPTORS_H\n\n"
        + files.map { "#include \"\($0.cHeader)\"\n" }.joined()
        + "\n"
        + files.flatMap(\.allMessages).map { message in
            "static inline const ProtobufCMessageDescriptor *\(message.cPrefix)__descriptor_pointer(void) {\n"
                + "    return &\(message.cPrefix)__descriptor;\n}\n"
        }.joined()
        + "\n// The contract as a serialized google.protobuf.FileDescriptorSet.\n"
        + "extern const uint8_t tenon_file_descriptor_set[];\nextern const size_t tenon_file_descriptor_set_size;\n"
        + "\nstatic inline const uint8_t *tenon_file_descriptor_set_pointer(void) {\n    return tenon_file_descriptor_set;\n}\n"
        + "\n#endif\n"
}

/// The module of all generated C headers.
func moduleMap(_ files: [FileDescriptor]) -> String {
    banner("the files under proto/")
        + "module CMessages {\n" + files.map { "    header \"\($0.cHeader)\"\n" }.joined()
        + "    header \"descriptors.h\"\n    export *\n}\n"
}

extension FileDescriptor {
    /// `tenon/v1/connections.proto` → `tenon/v1/connections.pb-c.h`.
    fileprivate var cHeader: String { name.replacing(".proto", with: ".pb-c.h") }
}
