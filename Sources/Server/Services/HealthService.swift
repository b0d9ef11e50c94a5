internal import Messages
internal import Storage

/// gRPC's health check: serving means that the daemon answers and the database does.
struct HealthService: HealthHandlers {
    let storage: Storage

    var check: Handler<HealthCheckRequest, HealthCheckResponse> {
        .anybody { request in
            guard request.service.isEmpty || Method.allCases.contains(where: { $0.service == request.service }) else {
                return HealthCheckResponse(status: .serviceUnknown)
            }
            return HealthCheckResponse(status: storage.isReachable ? .serving : .notServing)
        }
    }
}
