// Written by protoc-gen-tenon from shelf.proto: change that and run `make generate`.

/// One book.
public struct Book: Sendable, Hashable {
    /// UUID, lower case.
    public var id: String

    /// who lent it
    public var ownerID: String

    public var cover: [UInt8]

    public var isOpen: Bool

    public var pageCount: Int32

    public var wordCount: Int64

    public var ownerUID: UInt32

    public var reads: UInt64

    public var weight: Double

    public var price: Float

    public var authors: [String]

    public var scans: [[UInt8]]

    public var chapters: [Book.Chapter]

    public var printedAt: Timestamp?

    public var notes: [String: String]

    public var binding: Book.Binding

    public var infoJSON: String

    public var `in`: String

    /// What is left out is empty, which is: not sent.
    public init(
        id: String = "", ownerID: String = "", cover: [UInt8] = [], isOpen: Bool = false, pageCount: Int32 = 0, wordCount: Int64 = 0,
        ownerUID: UInt32 = 0, reads: UInt64 = 0, weight: Double = 0, price: Float = 0, authors: [String] = [], scans: [[UInt8]] = [],
        chapters: [Book.Chapter] = [], printedAt: Timestamp? = nil, notes: [String: String] = [:], binding: Book.Binding = .unknown,
        infoJSON: String = "", `in`: String = ""
    ) {
        self.id = id
        self.ownerID = ownerID
        self.cover = cover
        self.isOpen = isOpen
        self.pageCount = pageCount
        self.wordCount = wordCount
        self.ownerUID = ownerUID
        self.reads = reads
        self.weight = weight
        self.price = price
        self.authors = authors
        self.scans = scans
        self.chapters = chapters
        self.printedAt = printedAt
        self.notes = notes
        self.binding = binding
        self.infoJSON = infoJSON
        self.`in` = `in`
    }

    /// How the pages are held.
    public struct Binding: RawRepresentable, Sendable, Hashable {
        /// Nobody looked.
        public static let unknown = Self(rawValue: 0)
        public static let hardCover = Self(rawValue: 1)

        /// The number on the wire.
        public var rawValue: Int32

        /// A value by its number, named or not.
        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }
    }

    struct NotesEntry: Sendable, Hashable {
        var key: String
        var value: String

        /// What is left out is empty, which is: not sent.
        init(key: String = "", value: String = "") {
            self.key = key
            self.value = value
        }
    }

    /// One part of a book.
    public struct Chapter: Sendable, Hashable {
        public var title: String

        /// What is left out is empty, which is: not sent.
        public init(title: String = "") {
            self.title = title
        }
    }
}

public struct PutBookRequest: Sendable, Hashable {
    public var book: Book?

    /// What is left out is empty, which is: not sent.
    public init(book: Book? = nil) {
        self.book = book
    }
}

public struct DropBookRequest: Sendable, Hashable {
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}

/// Has the name of a Swift type.
public struct ProtoError: Sendable, Hashable {
    /// The only value there is.
    public init() {}
}

/// What is glued to a book; packed by drafts.
public struct Label: Sendable, Hashable {
    /// What it says.
    public var text: String

    public var languages: [String]

    public var gluedAt: Timestamp?

    public var isTorn: Bool

    public var width: Int32

    public var reads: UInt64

    /// What is left out is empty, which is: not sent.
    public init(
        text: String = "", languages: [String] = [], gluedAt: Timestamp? = nil, isTorn: Bool = false, width: Int32 = 0, reads: UInt64 = 0
    ) {
        self.text = text
        self.languages = languages
        self.gluedAt = gluedAt
        self.isTorn = isTorn
        self.width = width
        self.reads = reads
    }
}

public struct ListLabelsResponse: Sendable, Hashable {
    public var labels: [Label]

    /// What is left out is empty, which is: not sent.
    public init(labels: [Label] = []) {
        self.labels = labels
    }
}
