import TTRPC

/// Bytes written as the samples are: hexadecimal, spaces and line breaks ignored.
func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// What a writer of the room appends.
func written(_ byteCount: Int, _ write: (inout OutputRawSpan) -> Void) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initializedCount in
        var output = OutputRawSpan(buffer: UnsafeMutableRawBufferPointer(buffer), initializedCount: 0)
        write(&output)
        initializedCount = output.finalize(for: UnsafeMutableRawBufferPointer(buffer))
    }
}

/// A whole request frame; empty when it would be too long.
func requestFrame(
    service: String, method: String, metadata: [(String, String)] = [], payload: [UInt8], timeoutNanoseconds: Int64, id: UInt32 = 1
) -> [UInt8] {
    let body = RequestBody(
        service: service, method: method, metadata: metadata, payloadByteCount: payload.count, timeoutNanosecondsMax: timeoutNanoseconds)
    guard let body else { return [] }
    let bytes = written(body.byteCount) { output in body.write(into: &output) { for byte in payload { $0.append(byte) } } }
    let frame = RequestFrame(streamID: id, bodyByteCount: bytes.count, timeoutNanoseconds: timeoutNanoseconds)
    return written(frame.byteCount) { frame.write(body: bytes.span.bytes, into: &$0) }
}

/// A length-delimited field.
func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
    [number << 3 | 2] + varint(UInt64(content.count)) + content
}

func field(_ number: UInt8, _ text: String) -> [UInt8] {
    field(number, Array(text.utf8))
}

func varint(_ value: UInt64) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + varint(value >> 7)
}

func metadata(_ key: String, _ value: String) -> [UInt8] {
    field(5, field(1, key) + field(2, value))
}

/// A header as a peer may send it, sane or not.
func header(length: UInt32, id: UInt32 = 1, kind: UInt8 = 1, flags: UInt8 = 0) -> [UInt8] {
    withUnsafeBytes(of: length.bigEndian, Array.init) + withUnsafeBytes(of: id.bigEndian, Array.init) + [kind, flags]
}

/// The three frames every implementation agrees on.
enum Sample {
    static let request = bytes(
        """
        00 00 00 35 00 00 00 01 01 00 0a 10 65 78 61 6d 70 6c 65 2e 76 31 2e 53 74 6f 72 65 12 03 47 65
        74 1a 04 0a 02 74 31 20 80 e4 97 d0 12 2a 10 0a 0a 72 65 71 75 65 73 74 2d 69 64 12 02 72 31
        """)
    static let payload = bytes("0a 02 74 31")
    static let success = bytes("00 00 00 08 00 00 00 01 02 00 12 06 0a 02 74 31 10 07")
    static let explicitSuccess = bytes("00 00 00 0a 00 00 00 01 02 00 0a 00 12 06 0a 02 74 31 10 07")
    static let successPayload = bytes("0a 02 74 31 10 07")
    static let notFound = bytes("00 00 00 0f 00 00 00 01 02 00 0a 0d 08 05 12 09 6e 6f 74 20 66 6f 75 6e 64")
}
