import Postgres

/// Some records of a list.
package struct Page<Record: Sendable>: Sendable {
    /// May be fewer than asked for, or none, before the list ends.
    package let records: [Record]
    /// Where the list goes on; empty: this is its end.
    package let nextPageToken: String

    init(records: [Record], next: PagePosition?, query: QueryDigest) {
        self.records = records
        nextPageToken = next.map { PageToken(query: query, position: $0).text } ?? ""
    }

    /// A page of a list that was asked for one row more than fit: when that one came, there is a next page.
    init(_ rows: [Record], pageSize: Int, query: QueryDigest, position: (Record) -> PagePosition) {
        let records = Array(rows.prefix(pageSize))
        self.init(records: records, next: rows.count > pageSize ? records.last.map(position) : nil, query: query)
    }

    /// The only page of a list of one.
    init(only record: Record) {
        records = [record]
        nextPageToken = ""
    }

    /// A page of a list that may give fewer rows than it looked at: one record more than fit comes when more matched. It ends before the record with which
    /// it would weigh more than 1 MiB, but holds one.
    ///
    /// - Parameters:
    ///   - result: rows of which `read` makes a record, or nil of the one that holds nothing but a verdict.
    ///   - lastLookedAt: where to go on behind the rows looked at; nil: there are no more.
    ///   - weight: about the bytes a record takes in a reply.
    init(
        _ result: ResultSet, pageSize: Int, query: QueryDigest, lastLookedAt: PagePosition?, weight: (Record) -> Int,
        position: (Record) -> PagePosition, read: (Int) throws(StorageFault) -> Record?
    ) throws(StorageFault) {
        var records: [Record] = []
        var byteCount = 0
        for row in 0..<result.rowCount {
            guard let record = try read(row) else { continue }
            byteCount += weight(record)
            if records.count == pageSize || (byteCount > pageByteCountMax && !records.isEmpty) {
                self.init(records: records, next: records.last.map(position), query: query)
                return
            }
            records.append(record)
        }
        self.init(records: records, next: lastLookedAt, query: query)
    }
}

/// What the records of a page may weigh, unless it is one.
private let pageByteCountMax = 1_048_576
