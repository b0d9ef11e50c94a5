internal import Access
internal import Messages

/// The daemon itself and the caller's standing with it.
struct DaemonService: DaemonServiceHandlers {
    let statistics: DaemonStatistics

    var describe: Handler<DescribeRequest, DescribeResponse> {
        .knownCaller { _, _ in
            DescribeResponse(buildVersion: BuildVersion.current, fileDescriptorSet: Contract.fileDescriptorSet)
        }
    }

    var whoAmI: Handler<WhoAmIRequest, WhoAmIResponse> {
        .knownCaller { _, call in
            let caller = call.caller
            return WhoAmIResponse(
                caller: caller.name, callerUID: caller.uid, admin: caller.isAdmin, actor: call.actor.text,
                mayActAs: caller.mayActAs.map(\.description))
        }
    }

    var getStats: Handler<GetStatsRequest, GetStatsResponse> {
        .adminOfDaemon { _ in GetStatsResponse(stats: await statistics.stats()) }
    }
}

/// The version this tree builds.
package enum BuildVersion {
    package static let current = "0.1.0"
}
