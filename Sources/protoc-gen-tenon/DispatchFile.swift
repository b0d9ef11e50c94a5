import SwiftProtobufPluginLibrary

/// What the server must have for every method, and the table that leads there.
func dispatchFile(_ services: [ServiceDescriptor]) -> String {
    let protocols = services.map { service in
        "/// The handlers of `\(service.fullName)`.\npackage protocol \(service.name)Handlers {\n"
            + service.methods.map { "    var \($0.swiftName): Handler<\($0.inputType.swiftType), \($0.outputType.swiftType)> { get }\n" }
            .joined()
            + "}\n\n"
    }
    let parts = services.map { "    package var \($0.partName): any \($0.name)Handlers\n" }
    let parameters = services.map { "\($0.partName): any \($0.name)Handlers" }
    let assignments = services.map { "        self.\($0.partName) = \($0.partName)\n" }
    let routes = services.flatMap(\.methods).map {
        "        case .\($0.caseName): Route(services.\($0.service.partName).\($0.swiftName))\n"
    }
    return banner("the services under proto/") + "package import Messages\n\n" + protocols.joined() + """
        /// Everything the daemon serves, one part per service.
        package struct Services {
        \(parts.joined())
            package init(\(wrapped(parameters, indent: "    "))) {
        \(assignments.joined())    }
        }

        /// Where each call goes, indexed by `Method.rawValue`.
        package func makeRoutes(_ services: Services) -> [Route] {
            Method.allCases.map { method in
                switch method {
        \(routes.map { "        " + $0.dropFirst(8) }.joined())        }
            }
        }

        """
}
