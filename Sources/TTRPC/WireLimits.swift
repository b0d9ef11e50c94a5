/// The numbers that bound one channel and every frame on it.
package enum WireLimits {
    /// Bytes that follow a header, both ways: 4 MiB inclusive. A longer frame crashes old stock clients.
    package static let frameByteCountMax = 4_194_304
    /// Body of a request the server is willing to buffer: 1 MiB inclusive.
    package static let requestByteCountMax = 1_048_576
    /// Calls that may be open on one channel at the same time.
    package static let callsInFlightMax = 256
    /// Metadata entries of one request, known or not.
    package static let metadataEntryCountMax = 64
    /// Key and value bytes of all metadata entries of one request.
    package static let metadataByteCountMax = 16_384
    /// Bytes of a service name, and of a method name.
    package static let nameByteCountMax = 255
    /// What a call gets that names no timeout.
    package static let timeoutDefault: Duration = .seconds(5)
    /// The longest a call may take, whatever it asked for.
    package static let timeoutMax: Duration = .seconds(60)
}
