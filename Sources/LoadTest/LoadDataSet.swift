/// The connections a load test asks for, and how what belongs to one of them follows from its number.
package struct LoadDataSet: Sendable {
    /// The workspace that holds everything.
    package let workspaceID: String
    /// At least one.
    package let tenantIDs: [String]
    /// At least one: the id of each connection, by its number.
    package let connectionIDs: [String]

    package init(workspaceID: String, tenantIDs: [String], connectionIDs: [String]) {
        self.workspaceID = workspaceID
        self.tenantIDs = tenantIDs
        self.connectionIDs = connectionIDs
    }

    /// Reads, lists and creates.
    package static let manager = "user:tenon-bench"
    /// Reads and writes tokens.
    package static let service = "service:tenon-bench"
    /// Provider of every connection.
    package static let providerSlug = "github"
    /// What the names of all workspaces of load tests begin with, so that they are found again.
    package static let namePrefix = "tenon bench "

    /// The tenant a connection belongs to.
    func tenantID(of connection: Int) -> String { tenantIDs[connection % tenantIDs.count] }

    /// The account a connection stands for.
    static func externalID(of connection: Int) -> String { "bench:\(connection)" }

    /// How many connections the tenant of this one had from the start.
    func neighbourCount(of connection: Int) -> Int {
        let tenant = connection % tenantIDs.count
        return connectionIDs.count / tenantIDs.count + (tenant < connectionIDs.count % tenantIDs.count ? 1 : 0)
    }
}
