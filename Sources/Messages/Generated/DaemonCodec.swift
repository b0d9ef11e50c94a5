// Written by protoc-gen-tenon from tenon/v1/daemon.proto: change that and run `make generate`.
internal import CMessages

extension DescribeRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__describe_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__DescribeRequest>) {
        self.init()
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__DescribeRequest>, in arena: inout Arena) {}
}

extension DescribeResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__describe_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__DescribeResponse>) {
        unsafe self.init(
            buildVersion: readText(source.pointee.build_version),
            fileDescriptorSet: readBytes(source.pointee.file_descriptor_set))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__DescribeResponse>, in arena: inout Arena) {
        unsafe arena.place(buildVersion, at: &target.pointee.build_version)
        unsafe arena.place(fileDescriptorSet, at: &target.pointee.file_descriptor_set)
    }
}

extension WhoAmIRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__who_am_irequest__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__WhoAmIRequest>) {
        self.init()
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__WhoAmIRequest>, in arena: inout Arena) {}
}

extension WhoAmIResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__who_am_iresponse__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__WhoAmIResponse>) {
        unsafe self.init(
            caller: readText(source.pointee.caller),
            callerUID: source.pointee.caller_uid,
            admin: source.pointee.admin != 0,
            actor: readText(source.pointee.actor),
            mayActAs: readTexts(source.pointee.may_act_as, count: source.pointee.n_may_act_as))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__WhoAmIResponse>, in arena: inout Arena) {
        unsafe arena.place(caller, at: &target.pointee.caller)
        unsafe target.pointee.caller_uid = callerUID
        unsafe target.pointee.admin = admin ? 1 : 0
        unsafe arena.place(actor, at: &target.pointee.actor)
        unsafe arena.place(mayActAs, at: &target.pointee.may_act_as, count: &target.pointee.n_may_act_as)
    }
}

extension GetStatsRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_stats_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetStatsRequest>) {
        self.init()
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetStatsRequest>, in arena: inout Arena) {}
}

extension Stat: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__stat__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__Stat>) {
        unsafe self.init(
            name: readText(source.pointee.name),
            label: readText(source.pointee.label),
            value: source.pointee.value)
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__Stat>, in arena: inout Arena) {
        unsafe arena.place(name, at: &target.pointee.name)
        unsafe arena.place(label, at: &target.pointee.label)
        unsafe target.pointee.value = value
    }
}

extension GetStatsResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_stats_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetStatsResponse>) {
        unsafe self.init(
            stats: readMessages(source.pointee.stats, count: source.pointee.n_stats))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetStatsResponse>, in arena: inout Arena) {
        unsafe arena.place(stats, at: &target.pointee.stats, count: &target.pointee.n_stats)
    }
}
