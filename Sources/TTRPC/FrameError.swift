/// The peer broke the wire.
package enum FrameError: Error, Sendable, Hashable {
    /// The header's first byte is not 0, or a response is longer than 4 MiB: the channel can not be trusted any more.
    case frameTooLong
    /// The envelope is not the message it must be; only this call is refused.
    case malformed(Malformation)
    /// A key that must have one meaning came twice with different values; only this call is refused.
    case duplicateMetadata(MetadataKey)

    /// What is wrong with an envelope.
    package enum Malformation: Sendable, Hashable, CaseIterable {
        /// A value reaches past the end of its message.
        case truncated
        /// A varint of more than 64 bits.
        case varintTooLong
        /// Field number 0, or a tag of more than 32 bits.
        case fieldNumberInvalid
        /// A group, or a wire type nobody has defined.
        case wireTypeInvalid
        /// A known field with another type than its own.
        case fieldTypeWrong
        /// A singular field given twice.
        case fieldRepeated
        /// A service or method name longer than 255 bytes.
        case nameTooLong
        /// More than 64 metadata entries.
        case metadataTooMany
        /// More than 16 KiB of metadata keys and values.
        case metadataTooLarge
        /// A known metadata value that is not UTF-8.
        case textInvalid
    }
}
