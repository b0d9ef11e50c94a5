// What generated code stands on, as small as it can be: so that the expected output is compiled, not only compared.

public import Messages

public typealias Timestamp = Messages.Timestamp

public struct CallOptions: Sendable {
    public init() {}
}

public struct TenonError: Error {}

final class ClientCore: Sendable {
    func call<Request, Reply>(_ method: Method, _ request: Request, _ options: CallOptions) async throws(TenonError) -> Reply {
        throw TenonError()
    }
}

package struct Handler<Request, Reply> {}

package struct Route {
    let request: Any.Type

    init<Request, Reply>(_ handler: Handler<Request, Reply>) {
        request = Request.self
    }
}
