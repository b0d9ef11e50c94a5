import FoundationEssentials
import Testing

@testable import Postgres

/// What needs no server: order, classification, errors.
struct OrderTests {
    private static let one = Statement(name: "one", text: "SELECT 1")

    private func job(_ effect: Segment.Effect, stepCount: Int = 1) -> Job {
        Job(Segment(effect: effect, steps: Array(repeating: (Self.one, Bindings()), count: stepCount))) { _ in }
    }

    @Test func `a write is concluded by its sync, a read by its last result`() {
        var pipeline = Pipeline()
        let (write, read) = (job(.write, stepCount: 2), job(.read))
        _ = pipeline.append(write)
        pipeline.endBatch()
        _ = pipeline.append(read)
        pipeline.endBatch()
        for _ in 0..<2 {
            expect(pipeline.takeResult())
            expect(pipeline.takeTerminator() == nil)
        }
        expect(pipeline.takeSync() === write)
        expect(pipeline.takeResult())
        expect(pipeline.takeTerminator() === read)
        expect(pipeline.takeSync() === read)
        #expect(pipeline.isEmpty && pipeline.syncCount == 0)
    }

    @Test func `what comes out of turn is noticed`() {
        var pipeline = Pipeline()
        expect(!pipeline.takeResult())
        _ = pipeline.append(job(.write))
        pipeline.endBatch()
        expect(pipeline.takeSync() == nil)
        expect(pipeline.takeResult())
        expect(!pipeline.takeResult())
        expect(pipeline.takeSync() == nil)
    }

    @Test func `a read that failed at the end of a batch waits for the sync`() {
        var pipeline = Pipeline()
        let read = job(.read)
        _ = pipeline.append(read)
        pipeline.endBatch()
        pipeline.takeError()
        read.rejection = SQLRejection(sqlState: "22012")
        expect(pipeline.takeTerminator() == nil)
        expect(pipeline.takeSync() === read)
    }

    @Test func `when the channel breaks, every write with a sync is unknown`() {
        var pipeline = threeWrites(lastHasSync: false)
        expect(pipeline.abandon(endedByServer: false).map(\.hasNotRun) == [false, false, true])
        #expect(pipeline.isEmpty && pipeline.syncCount == 0)
    }

    @Test func `when the server ends the session, only a write that awaits its commit is unknown`() {
        var early = threeWrites(lastHasSync: true)
        expect(early.abandon(endedByServer: true).map(\.hasNotRun) == [true, true, true])
        var late = threeWrites(lastHasSync: true)
        expect(late.takeResult())
        expect(late.takeTerminator() == nil)
        expect(late.abandon(endedByServer: true).map(\.hasNotRun) == [false, true, true])
    }

    private func threeWrites(lastHasSync: Bool) -> Pipeline {
        var pipeline = Pipeline()
        for index in 0..<3 {
            _ = pipeline.append(job(.write))
            if index < 2 || lastHasSync { pipeline.endBatch() }
        }
        return pipeline
    }

    /// `#expect` cannot look into a call that mutates.
    private func expect(_ condition: Bool, _ location: SourceLocation = #_sourceLocation) { #expect(condition, sourceLocation: location) }

    private func job(setup: Statement, _ parameter: String) -> Job {
        Job(Segment(effect: .read, setup: (setup, bind(parameter)), steps: [(Self.one, Bindings())])) { _ in }
    }

    @Test func `only reads that the same statement sets up share a sync`() {
        let other = Statement(name: "other", text: "SELECT 2")
        let first = job(setup: Self.one, "a")
        #expect(job(setup: Self.one, "a").mayShareSync(with: first) && job(setup: Self.one, "b").mayShareSync(with: first))
        #expect(!job(setup: other, "a").mayShareSync(with: first))
        #expect(!job(.read).mayShareSync(with: first) && !first.mayShareSync(with: job(.read)))
        #expect(job(.read).mayShareSync(with: job(.read)))
        let alone = job(setup: Self.one, "a")
        alone.mustBeAlone = true
        #expect(!alone.mayShareSync(with: first))
        #expect(!first.mayShareSync(with: alone))
    }

    @Test func `what sets up the read before holds for the next one of the batch, if it is the same to the last byte`() {
        var pipeline = Pipeline()
        func mustSetUp(_ job: Job) -> Bool { pipeline.append(job) != nil }
        expect(mustSetUp(job(setup: Self.one, "a")))
        expect(!mustSetUp(job(setup: Self.one, "a")))
        expect(mustSetUp(job(setup: Self.one, "b")))
        expect(mustSetUp(job(setup: Self.one, "a")))
        pipeline.endBatch()
        expect(mustSetUp(job(setup: Self.one, "a")))
    }

    @Test func `what sets up a look-up is the same only to the last byte, too, for look-ups and for others`() {
        let keyed = Statement(name: "keyed", text: "", keyColumn: 0)
        func lookUp(_ actor: String) -> Job {
            Job(Segment(LookUp(setup: Self.one, statement: keyed, id: UUID(), actor: actor, roles: TextArray([]), tenant: nil))) { _ in }
        }
        var pipeline = Pipeline()
        func mustSetUp(_ job: Job) -> Bool { pipeline.append(job) != nil }
        expect(mustSetUp(lookUp("user:\u{e9}")))
        expect(!mustSetUp(lookUp("user:\u{e9}")))
        expect(!mustSetUp(job(setup: Self.one, "user:\u{e9}")))
        expect(mustSetUp(lookUp("user:e\u{301}")))
        expect(mustSetUp(job(setup: Self.one, "user:\u{e9}")))
        expect(!mustSetUp(lookUp("user:\u{e9}")))
        expect(!lookUp("user:\u{e9}").canJoin(lookUp("user:e\u{301}")))
        expect(lookUp("user:\u{e9}").canJoin(lookUp("user:\u{e9}")))
    }

    @Test func `a setup answers before the steps it was sent with`() {
        var pipeline = Pipeline()
        let (first, second) = (job(setup: Self.one, "a"), job(setup: Self.one, "a"))
        for job in [first, second] { expect(pipeline.append(job) != nil || job === second) }
        pipeline.endBatch()
        expect(pipeline.isAtSetup && pipeline.takeResult() && pipeline.takeTerminator() == nil)
        expect(!pipeline.isAtSetup && pipeline.takeResult() && pipeline.takeTerminator() === first)
        expect(!pipeline.isAtSetup && pipeline.takeResult() && pipeline.takeTerminator() === second)
        expect(pipeline.takeSync() === second)
    }

    @Test(arguments: [
        ("40001", SessionKind.appWrite, Remedy.sendAgain), ("40P01", .appWrite, .sendAgain), ("0A000", .appRead, .prepareAgain),
        ("26000", .admin, .prepareAgain),
        ("25006", .appWrite, .leaveSession), ("25006", .admin, .leaveSession), ("25006", .appRead, .tell(.rejected)),
        ("25006", .appLongRead, .tell(.rejected)),
        ("57014", .appRead, .tell(.timedOut)),
        ("53100", .appWrite, .tell(.exhausted)), ("08P01", .appWrite, .tell(.sessionBroken)), ("23505", .appWrite, .tell(.rejected)),
        ("", .admin, .tell(.rejected)),
    ])
    func `each error has its remedy`(_ sqlState: String, _ kind: SessionKind, _ remedy: Remedy) {
        #expect(Remedy(sqlState: sqlState, kind: kind) == remedy)
    }

    @Test func `a ring keeps its order while it grows and turns`() {
        var ring = Ring<Int>()
        var model: [Int] = []
        for number in 0..<1_000 {
            if number % 7 == 0 {
                ring.prepend(number)
                model.insert(number, at: 0)
            } else {
                ring.append(number)
                model.append(number)
            }
            guard number % 3 == 0 else { continue }
            let (oldest, expected) = (ring.popFirst(), model.removeFirst())
            #expect(oldest == expected)
        }
        #expect(ring.count == model.count)
        expect(ring.removeAll() == model)
        expect(ring.popFirst() == nil)
    }
}
