// Written by protoc-gen-tenon from the services under proto/: change that and run `make generate`.

/// Every method a caller can name.
package enum Method: Int, CaseIterable, Sendable {
    /// `fixture.v1.ShelfService/PutBook`
    case shelfServicePutBook
    /// `fixture.v1.ShelfService/DropBook`
    case shelfServiceDropBook
    /// `fixture.v1.Clock/WhatTimeIsIt`
    case clockWhatTimeIsIt

    /// The service's full name, as in a request.
    package var service: String {
        switch self {
        case .shelfServicePutBook,
            .shelfServiceDropBook:
            "fixture.v1.ShelfService"
        case .clockWhatTimeIsIt:
            "fixture.v1.Clock"
        }
    }

    /// The method's bare name, as in a request.
    package var name: String {
        switch self {
        case .shelfServicePutBook: "PutBook"
        case .shelfServiceDropBook: "DropBook"
        case .clockWhatTimeIsIt: "WhatTimeIsIt"
        }
    }

    /// The only method that can have these names, judged by their fingerprint alone.
    static func candidate(_ fingerprint: UInt32) -> Method? {
        switch fingerprint {
        case 0x0d6783c7: .clockWhatTimeIsIt
        case 0x8bfca23b: .shelfServiceDropBook
        case 0xfd4a0524: .shelfServicePutBook
        default: nil
        }
    }
}
