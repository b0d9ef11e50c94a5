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
}
