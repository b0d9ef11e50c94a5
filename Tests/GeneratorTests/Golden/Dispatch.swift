// Written by protoc-gen-tenon from the services under proto/: change that and run `make generate`.
package import Messages

/// The handlers of `fixture.v1.ShelfService`.
package protocol ShelfServiceHandlers {
    var putBook: Handler<PutBookRequest, Book> { get }
    var dropBook: Handler<DropBookRequest, Empty> { get }
}

/// The handlers of `fixture.v1.Clock`.
package protocol ClockHandlers {
    var whatTimeIsIt: Handler<Empty, Timestamp> { get }
}

/// Everything the daemon serves, one part per service.
package struct Services {
    package var shelf: any ShelfServiceHandlers
    package var clock: any ClockHandlers

    package init(shelf: any ShelfServiceHandlers, clock: any ClockHandlers) {
        self.shelf = shelf
        self.clock = clock
    }
}

/// Where each call goes, indexed by `Method.rawValue`.
package func makeRoutes(_ services: Services) -> [Route] {
    Method.allCases.map { method in
        switch method {
        case .shelfServicePutBook: Route(services.shelf.putBook)
        case .shelfServiceDropBook: Route(services.shelf.dropBook)
        case .clockWhatTimeIsIt: Route(services.clock.whatTimeIsIt)
        }
    }
}
