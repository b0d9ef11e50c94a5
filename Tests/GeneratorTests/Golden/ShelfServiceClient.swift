// Written by protoc-gen-tenon from shelf.proto: change that and run `make generate`.
public import Messages

/// Keeps books.
///
/// Every shape that the contract may use stands in this file once.
public struct ShelfServiceClient: Sendable {
    let core: ClientCore

    /// Puts a book on the shelf.
    public func putBook(
        _ request: PutBookRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Book {
        try await core.call(.shelfServicePutBook, request, options)
    }

    public func dropBook(
        _ request: DropBookRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Empty {
        try await core.call(.shelfServiceDropBook, request, options)
    }
}
