import CMessages
import Testing

@testable import Messages

@Suite struct `Messages inside messages` {
    @Test(arguments: [(1, true), (16, true), (17, false), (100_000, false)])
    func `sixteen levels are accepted, seventeen are not`(_ levels: Int, _ isAccepted: Bool) {
        #expect(walkNested(levels) == (isAccepted ? nil : .tooDeep))
    }
}

/// Scans that many levels of a message whose field 1 is itself. The contract has no such message, so its descriptor is made here.
private func walkNested(_ levels: Int) -> DecodeFault? {
    var bytes: [UInt8] = []
    var contents: [Int] = [0]
    for _ in 1..<max(levels, 1) { contents.append(contents[contents.count - 1] + 1 + varint(contents[contents.count - 1]).count) }
    for content in contents.dropLast().reversed() { bytes += [0x0A] + varint(content) }

    let message = UnsafeMutablePointer<ProtobufCMessageDescriptor>.allocate(capacity: 1)
    let field = UnsafeMutablePointer<ProtobufCFieldDescriptor>.allocate(capacity: 1)
    let ranges = UnsafeMutablePointer<ProtobufCIntRange>.allocate(capacity: 2)
    defer {
        message.deallocate()
        field.deallocate()
        ranges.deallocate()
    }
    ranges.initialize(to: ProtobufCIntRange(start_value: 1, orig_index: 0))
    (ranges + 1).initialize(to: ProtobufCIntRange(start_value: 0, orig_index: 1))
    field.initialize(to: ProtobufCFieldDescriptor())
    field.pointee.id = 1
    field.pointee.label = PROTOBUF_C_LABEL_NONE
    field.pointee.type = PROTOBUF_C_TYPE_MESSAGE
    field.pointee.descriptor = UnsafeRawPointer(message)
    message.initialize(to: ProtobufCMessageDescriptor())
    message.pointee.magic = 0x28AA_EEF9
    message.pointee.sizeof_message = 32
    message.pointee.n_fields = 1
    message.pointee.fields = UnsafePointer(field)
    message.pointee.n_field_ranges = 1
    message.pointee.field_ranges = UnsafePointer(ranges)

    var scan = PayloadScan(budget: .reply, payloadByteCount: bytes.count)
    do {
        try scan.walk(bytes.span.bytes, as: message)
        return nil
    } catch {
        return error
    }
}
