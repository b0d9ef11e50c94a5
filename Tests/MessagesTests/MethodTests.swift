import Messages
import Testing

@Suite struct `Method look-up` {
    @Test(arguments: Method.allCases)
    func `every method is found by its names`(_ method: Method) {
        #expect(find(method.service, method.name) == method)
    }

    @Test func `method numbers are the positions in the list`() {
        #expect(Method.allCases.map(\.rawValue) == Array(0..<Method.allCases.count))
    }

    @Test(arguments: [
        ("", ""),
        ("tenon.v1.ConnectionService", ""),
        ("", "GetConnection"),
        ("tenon.v1.ConnectionService", "getConnection"),
        ("tenon.v1.ConnectionService", "GetConnection\0"),
        ("tenon.v1.ConnectionService", "GetConnectio"),
        ("tenon.v1.ConnectionService", "GetConnectionX"),
        ("tenon.v1.ConnectionService", "GetProvider"),
        ("tenon.v1.connectionService", "GetConnection"),
        ("tenon.v1.ConnectionServiceG", "etConnection"),
        ("ConnectionService", "GetConnection"),
        ("/tenon.v1.ConnectionService", "GetConnection"),
        ("tenon.v2.ConnectionService", "GetConnection"),
        ("grpc.health.v1.Health", "Watch"),
    ])
    func `a near miss is no method`(_ service: String, _ name: String) {
        #expect(find(service, name) == nil)
    }

    @Test func `one changed byte is no method`() {
        for method in Method.allCases {
            for index in method.name.utf8.indices {
                var name = Array(method.name.utf8)
                name[name.index(name.startIndex, offsetBy: method.name.utf8.distance(from: method.name.utf8.startIndex, to: index))] ^= 1
                let found = Method.find(service: Array(method.service.utf8).span.bytes, name: name.span.bytes)
                #expect(found == nil)
            }
        }
    }
}

private func find(_ service: String, _ name: String) -> Method? {
    Method.find(service: Array(service.utf8).span.bytes, name: Array(name.utf8).span.bytes)
}
