/// How much waits to be sent.
struct WaitingLoad: Sendable {
    private(set) var segmentCount = 0
    private(set) var byteCount = 0

    mutating func add(_ job: Job) {
        segmentCount += 1
        byteCount += job.parameterByteCount
    }

    mutating func remove(_ job: Job) {
        segmentCount -= 1
        byteCount -= job.parameterByteCount
    }

    func hasRoom(for job: Job, _ configuration: PoolConfiguration) -> Bool {
        segmentCount < configuration.waitingSegmentCountMax && byteCount + job.parameterByteCount <= configuration.waitingByteCountMax
    }
}

/// The queue of one kind, which knows what it holds.
struct WaitingJobs {
    private var jobs = Ring<Job>()
    private(set) var load = WaitingLoad()

    var count: Int { jobs.count }
    var isEmpty: Bool { jobs.isEmpty }
    var first: Job? { jobs.first }

    mutating func append(_ job: consuming Job) {
        load.add(job)
        jobs.append(job)
    }

    mutating func prepend(_ job: Job) {
        jobs.prepend(job)
        load.add(job)
    }

    mutating func popFirst() -> Job? {
        guard let job = jobs.popFirst() else { return nil }
        load.remove(job)
        return job
    }

    /// Removes and gives all, oldest first.
    mutating func removeAll() -> [Job] {
        load = WaitingLoad()
        return jobs.removeAll()
    }

    func forEach(_ body: (Job) -> Void) { jobs.forEach(body) }
}
