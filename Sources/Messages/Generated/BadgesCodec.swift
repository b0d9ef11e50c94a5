// Written by protoc-gen-tenon from tenon/v1/badges.proto: change that and run `make generate`.
internal import CMessages

extension Badge: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__badge__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__Badge>) {
        unsafe self.init(
            domain: readText(source.pointee.domain),
            value: readText(source.pointee.value),
            label: readText(source.pointee.label),
            color: readText(source.pointee.color),
            meaning: readText(source.pointee.meaning),
            permanent: source.pointee.permanent != 0)
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__Badge>, in arena: inout Arena) {
        unsafe arena.place(domain, at: &target.pointee.domain)
        unsafe arena.place(value, at: &target.pointee.value)
        unsafe arena.place(label, at: &target.pointee.label)
        unsafe arena.place(color, at: &target.pointee.color)
        unsafe arena.place(meaning, at: &target.pointee.meaning)
        unsafe target.pointee.permanent = permanent ? 1 : 0
    }
}

extension GetBadgeCatalogRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_badge_catalog_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetBadgeCatalogRequest>) {
        self.init()
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetBadgeCatalogRequest>, in arena: inout Arena) {}
}

extension BadgeCatalog: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__badge_catalog__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__BadgeCatalog>) {
        unsafe self.init(
            badges: readMessages(source.pointee.badges, count: source.pointee.n_badges))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__BadgeCatalog>, in arena: inout Arena) {
        unsafe arena.place(badges, at: &target.pointee.badges, count: &target.pointee.n_badges)
    }
}
