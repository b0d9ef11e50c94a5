/// The pointer arrays that libpq wants for a statement's parameters, kept for the next one.
@safe final class ParameterScratch {
    typealias Body = (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Bool

    private var values: [UnsafePointer<CChar>?] = unsafe []
    private var byteCounts: [Int32] = []
    private var formats: [Int32] = []

    /// The pointers are valid inside `body` only; libpq copies what they point to.
    func withParameters(_ bindings: Bindings, _ body: Body) -> Bool {
        unsafe values.removeAll(keepingCapacity: true)
        byteCounts.removeAll(keepingCapacity: true)
        while formats.count < bindings.count { formats.append(1) }
        return unsafe bindings.buffer.withUnsafeBytes { buffer in
            unsafe point(into: buffer, count: bindings.count)
            return unsafe body(values, byteCounts, formats)
        }
    }

    /// The layout is the one that Bindings writes: an Int32 count, -1 for NULL, then the bytes.
    private func point(into buffer: UnsafeRawBufferPointer, count: Int) {
        guard let base = buffer.baseAddress else { return }
        var offset = 0
        for _ in 0..<count {
            let byteCount = Int(unsafe buffer.loadUnaligned(fromByteOffset: offset, as: Int32.self))
            offset += 4
            unsafe values.append(byteCount < 0 ? nil : (base + offset).assumingMemoryBound(to: CChar.self))
            byteCounts.append(Int32(max(0, byteCount)))
            offset += max(0, byteCount)
        }
    }
}
