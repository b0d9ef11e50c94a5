/// The pointer arrays that libpq wants for a statement's parameters, kept for the next one.
@safe final class ParameterScratch {
    typealias Body = (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Bool

    private var values: [UnsafePointer<CChar>?] = unsafe []
    private var byteCounts: [Int32] = []
    private var formats: [Int32] = []
    private var keys: [UInt8] = []

    /// The pointers are valid inside `body` only; libpq copies what they point to. `companions`: bindings that differ in the key alone.
    func withParameters(_ bindings: Bindings, companions: [Job] = [], _ body: Body) -> Bool {
        unsafe values.removeAll(keepingCapacity: true)
        byteCounts.removeAll(keepingCapacity: true)
        while formats.count < bindings.count { formats.append(1) }
        gatherKeys(bindings, companions)
        return unsafe keys.withUnsafeBytes { keys in
            unsafe bindings.buffer.withUnsafeBytes { buffer in
                unsafe point(into: buffer, keys: keys, count: bindings.count)
                return unsafe body(values, byteCounts, formats)
            }
        }
    }

    /// A binary `uuid[]` (array_send): dimensions, no NULLs, element type, count, lower bound, then each with its length; big-endian.
    private func gatherKeys(_ bindings: Bindings, _ companions: [Job]) {
        keys.removeAll(keepingCapacity: true)
        guard let key = bindings.key else { return }
        for value in [1, 0, Int32(bitPattern: TypeID.uuid), Int32(companions.count + 1), 1] { appendInteger(value) }
        append(key)
        for companion in companions { if let key = companion.segment.key { append(key) } }
    }

    private func append(_ key: RowKey) {
        appendInteger(16)
        unsafe withUnsafeBytes(of: key.bytes) { unsafe keys.append(contentsOf: $0) }
    }

    private func appendInteger(_ value: Int32) {
        unsafe withUnsafeBytes(of: value.bigEndian) { unsafe keys.append(contentsOf: $0) }
    }

    /// The layout is the one that Bindings writes: an Int32 count, -1 for NULL, -2 for the keys, then the bytes.
    private func point(into buffer: UnsafeRawBufferPointer, keys: UnsafeRawBufferPointer, count: Int) {
        guard let base = buffer.baseAddress else { return }
        var offset = 0
        for _ in 0..<count {
            let byteCount = Int(unsafe buffer.loadUnaligned(fromByteOffset: offset, as: Int32.self))
            offset += 4
            if byteCount == Bindings.keyByteCount {
                unsafe values.append(keys.baseAddress?.assumingMemoryBound(to: CChar.self))
                byteCounts.append(Int32(keys.count))
            } else {
                unsafe values.append(byteCount < 0 ? nil : (base + offset).assumingMemoryBound(to: CChar.self))
                byteCounts.append(Int32(max(0, byteCount)))
                offset += max(0, byteCount)
            }
        }
    }
}
